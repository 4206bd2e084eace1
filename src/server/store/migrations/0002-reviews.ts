import { type Kysely, type Migration, sql } from 'kysely'

/**
 * People, workflows, the access that was imported for them, certifications with their rows, and the log of what was
 * done to each row. A certification has a short number beside its id, because every row, log entry and event names it.
 *
 * Who reviews a row stands in `result_reviewer`, which every read of rows joins (store/visible-rows.ts); `reviewers` of
 * the row is the same as the API shows it. `version` counts the changes of a row, `rules_version` those of a
 * certification or its settings that could change what may be done to its rows.
 */
export const reviews: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...people, ...tables, ...guards]) await sql.raw(statement).execute(db)
  },
}

const people = [
  `CREATE TABLE person (
    user_type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    email text NOT NULL DEFAULT '',
    name text NOT NULL DEFAULT '',
    roles text[] NOT NULL DEFAULT '{}',
    manager_type text COLLATE "C",
    manager_id text COLLATE "C",
    demo boolean NOT NULL DEFAULT false,
    about text NOT NULL DEFAULT '',
    search text COLLATE "C" GENERATED ALWAYS AS (lower(name || ' ' || email)) STORED,
    PRIMARY KEY (user_type, id)
  )`,
  `CREATE INDEX person_search ON person USING gin (search gin_trgm_ops)`,
  `CREATE INDEX person_email ON person (lower(email))`,
  `INSERT INTO person (user_type, id, name, roles) VALUES ('localCookieUser', 'local', 'local auditor', '{auditor}')`,
  `ALTER TABLE session ADD user_type text COLLATE "C" NOT NULL DEFAULT 'localCookieUser'`,
  `ALTER TABLE api_key ADD owner_type text COLLATE "C" NOT NULL DEFAULT 'localCookieUser'`,
]

const tables = [
  `CREATE TABLE workflow (
    workflow_id text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    description text NOT NULL DEFAULT '',
    owner jsonb,
    notes text NOT NULL DEFAULT '',
    query jsonb NOT NULL DEFAULT '{}',
    creator jsonb,
    demo boolean NOT NULL DEFAULT false,
    created_at text COLLATE "C" NOT NULL
  )`,
  `CREATE TABLE snapshot (
    snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workflow_id text COLLATE "C" NOT NULL REFERENCES workflow,
    import_id bigint,
    imported_at text COLLATE "C" NOT NULL,
    rows integer NOT NULL DEFAULT 0,
    complete boolean NOT NULL DEFAULT false
  )`,
  `CREATE INDEX snapshot_workflow ON snapshot (workflow_id, snapshot_id)`,
  // One row of access as it was imported; nodes as {type, id, name, properties}.
  `CREATE TABLE access_row (
    snapshot_id bigint NOT NULL,
    row_key bytea NOT NULL,
    source jsonb NOT NULL,
    destination jsonb NOT NULL,
    waypoint jsonb,
    raw_permissions text[] NOT NULL DEFAULT '{}',
    effective_permissions text[] NOT NULL DEFAULT '{}',
    source_manager text NOT NULL DEFAULT '',
    destination_owner text NOT NULL DEFAULT '',
    reviewers text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (snapshot_id, row_key)
  )`,
  `CREATE TABLE certification (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    certification_id text COLLATE "C" NOT NULL UNIQUE,
    workflow_id text COLLATE "C" NOT NULL REFERENCES workflow,
    snapshot_id bigint,
    query_used jsonb NOT NULL DEFAULT '{}',
    name text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '',
    due_date text COLLATE "C",
    due_ns bigint,
    state text COLLATE "C" NOT NULL DEFAULT 'CERT_STATE_SEARCHING',
    published boolean NOT NULL DEFAULT true,
    reviewer_assignment jsonb,
    reviewers jsonb NOT NULL DEFAULT '[]',
    snapshot_time text COLLATE "C",
    started_at text COLLATE "C",
    query_completed_at text COLLATE "C",
    completed_at text COLLATE "C",
    completed_by jsonb,
    expired_at text COLLATE "C",
    error_reason text NOT NULL DEFAULT '',
    creator jsonb NOT NULL,
    creator_type text COLLATE "C" NOT NULL,
    creator_id text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    updated_at text COLLATE "C" NOT NULL,
    updated_by jsonb,
    results_updated_at text COLLATE "C",
    results_updated_by jsonb,
    total_result_count integer NOT NULL DEFAULT 0,
    total_accepted_count integer NOT NULL DEFAULT 0,
    total_rejected_count integer NOT NULL DEFAULT 0,
    total_fixed_count integer NOT NULL DEFAULT 0,
    total_signed_off_count integer NOT NULL DEFAULT 0,
    log_seq bigint NOT NULL DEFAULT 0,
    log_time text COLLATE "C" NOT NULL DEFAULT '',
    rules_version integer NOT NULL DEFAULT 1,
    demo boolean NOT NULL DEFAULT false
  )`,
  `CREATE INDEX certification_workflow ON certification (workflow_id, number)`,
  `CREATE TABLE result (
    certification integer NOT NULL REFERENCES certification,
    result_id integer NOT NULL,
    source jsonb NOT NULL,
    destination jsonb NOT NULL,
    waypoint jsonb,
    raw_permissions text[] NOT NULL DEFAULT '{}',
    effective_permissions text[] NOT NULL DEFAULT '{}',
    decision text COLLATE "C" NOT NULL DEFAULT 'RESULT_DECISION_NONE',
    notes text NOT NULL DEFAULT '',
    reviewers jsonb NOT NULL DEFAULT '[]',
    signed_off_state text COLLATE "C" NOT NULL DEFAULT 'NOT_SIGNED_OFF',
    signed_off_at text COLLATE "C",
    signed_off_by jsonb,
    notification_status text COLLATE "C" NOT NULL DEFAULT 'UNKNOWN',
    notification_response_infos jsonb NOT NULL DEFAULT '[]',
    updated_at text COLLATE "C",
    updated_by jsonb,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (certification, result_id)
  ) WITH (fillfactor = 80)`,
  `CREATE TABLE result_reviewer (
    certification integer NOT NULL,
    result_id integer NOT NULL,
    user_type text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (certification, user_type, user_id, result_id)
  )`,
  `CREATE INDEX result_reviewer_row ON result_reviewer (certification, result_id)`,
  `CREATE INDEX result_reviewer_person ON result_reviewer (user_type, user_id, certification)`,
  // The append-only action log. \`via\` is session, key:<id>, import or job; \`detail\` is what the API adds to an entry.
  `CREATE TABLE result_log (
    certification integer NOT NULL,
    seq bigint NOT NULL,
    result_id integer NOT NULL,
    version integer NOT NULL,
    action text COLLATE "C" NOT NULL,
    actor jsonb NOT NULL,
    via text NOT NULL,
    at text COLLATE "C" NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (certification, seq)
  )`,
  `CREATE INDEX result_log_row ON result_log (certification, result_id, seq)`,
  // What mails, hooks and streams are fed from: one row a change, in the transaction of the change.
  `CREATE TABLE outbox_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    certification integer NOT NULL,
    result_id integer,
    kind text COLLATE "C" NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT now()
  )`,
  // Answers of executed changes, by the key under which they were asked for.
  `CREATE TABLE operation_key (
    actor text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
  )`,
  `CREATE INDEX operation_key_at ON operation_key (at)`,
  `CREATE TABLE review_setting (
    leaf text COLLATE "C" NOT NULL,
    workflow_id text COLLATE "C" NOT NULL DEFAULT '',
    value jsonb NOT NULL,
    PRIMARY KEY (leaf, workflow_id)
  )`,
  `CREATE TABLE denied_reviewer (
    user_type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_type, id)
  )`,
  `CREATE TABLE delegation (
    original_type text COLLATE "C" NOT NULL,
    original_id text COLLATE "C" NOT NULL,
    delegate_type text COLLATE "C" NOT NULL,
    delegate_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (original_type, original_id, delegate_type, delegate_id)
  )`,
]

const guards = [
  `CREATE TRIGGER result_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON result_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
]
