import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What failures come from: each cause once, and of each event that failed its own (`server/causes/`). Whoever writes events beside
 * the loader leaves `cause_id` empty, and a job fills it in; a change of what it is made of empties it.
 */
export const causes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // `shared`: what stood in each place of `text` that is marked; NULL where that is not the same in all events.
  `CREATE TABLE cause (
    cause_id text COLLATE "C" PRIMARY KEY,
    text text NOT NULL,
    shared text[] NOT NULL
  )`,
  `ALTER TABLE action_event ADD cause_id text COLLATE "C"`,
  `CREATE FUNCTION forget_cause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.cause_id := NULL; RETURN NEW; END $$`,
  `CREATE TRIGGER action_event_cause_forgotten BEFORE UPDATE ON action_event FOR EACH ROW
    WHEN ((OLD.state, OLD.messages, OLD.identity_id, OLD.identity_name)
        IS DISTINCT FROM (NEW.state, NEW.messages, NEW.identity_id, NEW.identity_name)
      AND OLD.cause_id IS NOT DISTINCT FROM NEW.cause_id AND NEW.cause_id IS NOT NULL)
    EXECUTE FUNCTION forget_cause()`,
  `CREATE INDEX action_event_cause ON action_event (cause_id, started_ns, id) WHERE cause_id IS NOT NULL`,
  `CREATE INDEX action_event_no_cause ON action_event (id) WHERE state = 'ERRORED' AND cause_id IS NULL`,
]
