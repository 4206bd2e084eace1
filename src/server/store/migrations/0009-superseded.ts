import { type Kysely, type Migration, sql } from 'kysely'

/**
 * A certification that nobody has changed anything in can give way to another one, or just go: its state is then
 * CERT_STATE_SUPERSEDED, and all of it stays. `held_back` marks a draft that is one because lines of its file were
 * rejected; `changed_by_people` that its name, notes, due date or reviewers were changed (rows have their version).
 */
export const superseded: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `ALTER TABLE certification
    ADD held_back boolean NOT NULL DEFAULT false,
    ADD changed_by_people boolean NOT NULL DEFAULT false,
    ADD superseded_at text COLLATE "C",
    ADD superseded_by jsonb,
    ADD replaced_by text COLLATE "C",
    ADD replaces text COLLATE "C"`,
  `UPDATE certification SET changed_by_people = true
    WHERE query_completed_at IS NOT NULL AND updated_at <> query_completed_at`,
]
