import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Action events, the imports that they came from, and what guards their reading.
 *
 * Times stand twice: as the text that they came with and as nanoseconds since 1970. In the numbers "no time" is the
 * largest int64, so that `desc` puts it first and `asc` last by itself and one row-value comparison pages through
 * all of it (docs/decisions/0006). Order indexes all ascend and end in (started_ns, id): read backwards they are
 * `desc`. A btree entry holds 2,704 bytes, so long names are indexed by their first 600 code points.
 */
export const activity: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...tables, ...indexes, ...guards]) await sql.raw(statement).execute(db)
  },
}

const tables = [
  `CREATE TABLE import_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    demo boolean NOT NULL DEFAULT false,
    file_name text NOT NULL,
    sha256 text,
    lines bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    actor text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    removed_at timestamptz
  )`,
  `CREATE FUNCTION name_key(text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT sha256(convert_to($1, 'UTF8')) $$`,
  `CREATE TABLE action_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    policy_task text COLLATE "C" NOT NULL,
    action_name text NOT NULL,
    action_type text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    policy_id text COLLATE "C" NOT NULL DEFAULT '',
    policy_name text NOT NULL DEFAULT '',
    policy_version_number integer NOT NULL DEFAULT 0,
    workflow_name text COLLATE "C" NOT NULL DEFAULT '',
    identity_id text COLLATE "C" NOT NULL DEFAULT '',
    identity_name text NOT NULL DEFAULT '',
    identity_type text NOT NULL DEFAULT '',
    started_at text COLLATE "C",
    started_ns bigint NOT NULL DEFAULT 9223372036854775807,
    completed_at text COLLATE "C",
    completed_ns bigint NOT NULL DEFAULT 9223372036854775807,
    any_changes boolean NOT NULL DEFAULT false,
    jobs_started integer NOT NULL DEFAULT 0,
    jobs_completed integer NOT NULL DEFAULT 0,
    jobs_errored integer NOT NULL DEFAULT 0,
    extraction_event text COLLATE "C",
    messages text[] NOT NULL DEFAULT '{}',
    event_source text NOT NULL DEFAULT '',
    dry_run boolean NOT NULL DEFAULT false,
    extra jsonb,
    import_id bigint NOT NULL,
    action_name_lc text COLLATE "C" GENERATED ALWAYS AS (lower(action_name)) STORED,
    identity_name_lc text COLLATE "C" GENERATED ALWAYS AS (lower(identity_name)) STORED,
    CHECK ((started_at IS NULL) = (started_ns = 9223372036854775807)),
    CHECK ((completed_at IS NULL) = (completed_ns = 9223372036854775807))
  ) WITH (autovacuum_vacuum_insert_scale_factor = 0.02)`,
  // Every text that the searchable columns ever held, once: far fewer than events. See stored-texts.ts.
  `CREATE TABLE event_text (field text COLLATE "C" NOT NULL, value text COLLATE "C" NOT NULL)`,
  `CREATE TABLE app_secret (purpose text PRIMARY KEY, secret bytea NOT NULL)`,
  `CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    actor text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE api_key (
    id text PRIMARY KEY,
    secret_hash bytea NOT NULL,
    owner text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  `CREATE TABLE access_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    via text NOT NULL,
    action text NOT NULL,
    request_id text NOT NULL
  )`,
]

const indexes = [
  `CREATE UNIQUE INDEX event_text_key ON event_text (field, name_key(value))`,
  `CREATE INDEX event_text_trgm ON event_text USING gin (value gin_trgm_ops)`,
  `CREATE UNIQUE INDEX action_event_key ON action_event (policy_task, name_key(action_name))`,
  `CREATE INDEX action_event_started ON action_event (started_ns, id)`,
  `CREATE INDEX action_event_completed ON action_event (completed_ns, started_ns, id)`,
  `CREATE INDEX action_event_state ON action_event (state, started_ns, id)`,
  `CREATE INDEX action_event_type ON action_event (action_type, started_ns, id)`,
  `CREATE INDEX action_event_policy ON action_event (policy_id, started_ns, id)`,
  `CREATE INDEX action_event_identity ON action_event (identity_id, started_ns, id)`,
  `CREATE INDEX action_event_extraction ON action_event (extraction_event, started_ns, id)`,
  `CREATE INDEX action_event_jobs ON action_event (jobs_started, started_ns, id)`,
  `CREATE INDEX action_event_identity_name ON action_event (left(identity_name_lc, 600), started_ns, id)`,
  `CREATE INDEX action_event_action_name ON action_event (left(action_name_lc, 600), started_ns, id)`,
  `CREATE INDEX action_event_workflow ON action_event (left(workflow_name, 600), started_ns, id)`,
  // The few whose clocks disagree, or that completed without a start: see branches.ts.
  `CREATE INDEX action_event_odd_times ON action_event (started_ns, id) WHERE completed_ns < started_ns`,
  // Which actions, workflows and policies go together, so that the planner knows which pairs never meet.
  `CREATE STATISTICS action_event_together (mcv) ON action_type, policy_id, (left(workflow_name, 600)),
    (left(action_name_lc, 600)) FROM action_event`,
  `ALTER STATISTICS action_event_together SET STATISTICS 1000`,
  `CREATE STATISTICS action_event_outcomes (mcv) ON action_type, state, jobs_started, any_changes,
    (left(action_name_lc, 600)) FROM action_event`,
  `ALTER STATISTICS action_event_outcomes SET STATISTICS 1000`,
  `CREATE INDEX action_event_identity_name_trgm ON action_event USING gin (identity_name_lc gin_trgm_ops)`,
  `CREATE INDEX action_event_action_name_trgm ON action_event USING gin (action_name_lc gin_trgm_ops)`,
  `CREATE INDEX action_event_workflow_trgm ON action_event USING gin (workflow_name gin_trgm_ops)`,
  `CREATE INDEX action_event_identity_trgm ON action_event USING gin (identity_id gin_trgm_ops)`,
]

const guards = [
  `CREATE FUNCTION note_event_texts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO event_text (field, value)
        SELECT DISTINCT field, value FROM (
          SELECT 'action_name' AS field, action_name_lc AS value FROM fresh
          UNION ALL SELECT 'workflow_name', workflow_name FROM fresh
          UNION ALL SELECT 'identity_id', identity_id FROM fresh
          UNION ALL SELECT 'identity_name', identity_name_lc FROM fresh
        ) AS texts
        ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$`,
  ...['INSERT', 'UPDATE'].map(
    (event) => `CREATE TRIGGER action_event_texts_${event.toLowerCase()} AFTER ${event} ON action_event
      REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_event_texts()`,
  ),
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
  `CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
]
