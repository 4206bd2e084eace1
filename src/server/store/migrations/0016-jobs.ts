import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What somebody has asked for and does not wait for, one row a job (docs/decisions/0030). The row is the truth: who made
 * it, how far it is, what it came to. `worker` says which worker runs it; whether that one still lives is told by the lock
 * that it holds (store/jobs/worker-lock.ts).
 */
export const jobs: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `CREATE TABLE job (
    id text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    maker_type text COLLATE "C" NOT NULL,
    maker_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'CREATED'
      CHECK (state IN ('CREATED', 'PROCESSING', 'FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED')),
    input jsonb NOT NULL,
    progress jsonb NOT NULL DEFAULT '{}',
    result jsonb,
    error text,
    worker text COLLATE "C",
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    expires_at timestamptz,
    CHECK ((state = 'PROCESSING') >= (worker IS NOT NULL)),
    CHECK ((state IN ('CREATED', 'PROCESSING')) = (ended_at IS NULL))
  )`,
  `CREATE INDEX job_open ON job (created_at) WHERE ended_at IS NULL`,
  `ALTER TABLE operation_key ADD job_id text COLLATE "C"`,
  // Whether the worker with this id lives: it holds a lock by that id for as long as its session does.
  `CREATE FUNCTION worker_lives(p_worker text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND classid = 1668246640 AND objid::bigint = (hashtext(p_worker)::bigint & 4294967295)
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) $$`,
]
