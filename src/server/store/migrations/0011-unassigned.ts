import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Rows that nobody reviews: why not, as it was found when the rows were gathered, and whether a draft is one because of
 * them. Both indexes are about rows and entries that are few, and are read for every view of a certification.
 */
export const unassigned: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `ALTER TABLE result ADD why_unassigned text[]`,
  `ALTER TABLE certification ADD held_unassigned boolean NOT NULL DEFAULT false`,
  `CREATE INDEX result_unassigned ON result (certification, result_id) WHERE reviewers = '[]'`,
  // Decisions of people who were not the row's reviewers.
  `CREATE INDEX result_log_by_others ON result_log (certification, result_id, seq) WHERE detail ? 'by_other'`,
]
