import { type Kysely, type Migration, sql } from 'kysely'

/**
 * How many of the people whom a row's source is one of have the access of the row (docs/decisions/0048), and what was done to
 * certifications as wholes that their columns do not keep.
 */
export const peersAndEndings: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Only of groups that are large enough to tell of; \`holders\` of the \`size\` people with this value have the destination.
  `CREATE TABLE result_peers (
    certification integer NOT NULL,
    result_id integer NOT NULL,
    attribute text COLLATE "C" NOT NULL,
    peer_group text NOT NULL,
    holders integer NOT NULL,
    size integer NOT NULL CHECK (size >= 5),
    PRIMARY KEY (certification, result_id),
    CHECK (holders BETWEEN 1 AND size)
  )`,
  `CREATE TABLE certification_log (
    certification integer NOT NULL REFERENCES certification,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    action text COLLATE "C" NOT NULL,
    actor jsonb NOT NULL,
    via text NOT NULL,
    at text COLLATE "C" NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (certification, seq)
  )`,
  `CREATE TRIGGER certification_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certification_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
]
