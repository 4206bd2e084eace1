import { type Kysely, type Migration, sql } from 'kysely'

/**
 * A change of many rows that somebody has asked for (docs/decisions/0044), and for each row that was chosen: what it was when
 * the preview was made, why it is left out, and what became of it. Both are the receipt, and stay as long as the log.
 */
export const bulk: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `CREATE TABLE bulk (
    bulk_id text COLLATE "C" PRIMARY KEY,
    certification integer NOT NULL REFERENCES certification,
    maker jsonb NOT NULL,
    maker_type text COLLATE "C" NOT NULL,
    maker_id text COLLATE "C" NOT NULL,
    via text NOT NULL,
    change jsonb NOT NULL,
    choice jsonb NOT NULL,
    also_decided boolean NOT NULL,
    reason text NOT NULL DEFAULT '',
    -- Who reviews the rows afterwards, of a change that gives them to others.
    new_reviewers jsonb,
    undoes text COLLATE "C" REFERENCES bulk,
    rules_version integer NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'PREVIEWED'
      CHECK (state IN ('PREVIEWED', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
    created_at timestamptz NOT NULL,
    -- Until then what was previewed can be run.
    expires_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    job_id text COLLATE "C",
    -- While it runs no row with a smaller id waits.
    next_row integer NOT NULL DEFAULT 0,
    CHECK ((state = 'PREVIEWED') = (started_at IS NULL) OR state = 'CANCELLED'),
    CHECK ((state IN ('DONE', 'CANCELLED', 'FAILED')) = (ended_at IS NOT NULL))
  )`,
  `CREATE INDEX bulk_certification ON bulk (certification, created_at)`,
  // Without a reference to \`bulk\`, which would be looked up for each of 50,000 rows: whoever removes a bulk change removes
  // its rows. Half of each page is left free, so that an outcome is written beside what it replaces.
  // \`before\`: decision, notes, reviewers and sign-off when the preview was made. \`left_out\` says why the row is not to be
  // changed; \`outcome\` what became of one that is.
  `CREATE TABLE bulk_row (
    bulk_id text COLLATE "C" NOT NULL,
    result_id integer NOT NULL,
    before jsonb NOT NULL,
    others boolean NOT NULL,
    left_out text COLLATE "C",
    outcome text COLLATE "C" CHECK (outcome IN ('DONE', 'CONFLICT', 'TOO_LATE', 'NOT_RUN')),
    version integer,
    PRIMARY KEY (bulk_id, result_id),
    CHECK (left_out IS NULL OR outcome IS NULL)
  ) WITH (fillfactor = 50)`,
  // The preview that was made under an Idempotency-Key.
  `ALTER TABLE operation_key ADD bulk_id text COLLATE "C"`,
]
