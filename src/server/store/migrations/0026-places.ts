import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Where an event happened, of an identity (type and id, without one type and name; policy, workflow, action), as one number, and what it says of
 * failures there (`turn`), both beside the identity in its index: what has become of failures is read from that alone. And which events
 * have failed, of whom and in what action, as numbers, in an index of these alone: a board reads no other event (docs/decisions/0051).
 */
export const places: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const identity = `hashtextextended(CASE identity_id WHEN '' THEN identity_name ELSE '' END,
      hashtextextended(identity_type, hashtextextended(identity_id, 0)))`
const action = (seed: string) =>
  `hashtextextended(action_name, hashtextextended(workflow_name, hashtextextended(policy_id, ${seed})))`

const statements = [
  // Two of a million places have the same number once in tens of millions of such tables.
  `ALTER TABLE action_event
    ADD identity_hash bigint NOT NULL GENERATED ALWAYS AS (${identity}) STORED,
    ADD action_hash bigint NOT NULL GENERATED ALWAYS AS (${action('0')}) STORED,
    ADD place bigint NOT NULL GENERATED ALWAYS AS (${action(identity)}) STORED,
    ADD turn smallint GENERATED ALWAYS AS (CASE
      WHEN identity_id = '' AND identity_name = '' THEN CASE state WHEN 'ERRORED' THEN 5 END
      WHEN state = 'COMPLETED' AND NOT dry_run THEN 1 WHEN state = 'ERRORED' THEN 2
      WHEN state IN ('INITIAL', 'RUNNING', 'SCHEDULED', 'PENDING', 'BLOCKED') AND NOT dry_run THEN 3 WHEN state = 'ABANDONED' THEN 4 END) STORED`,
  `DROP INDEX action_event_identity`,
  `CREATE INDEX action_event_identity ON action_event (identity_id, started_ns, id)
    INCLUDE (place, turn, completed_ns, cause_id)`,
  // Those without an id are found by their place, and not one after the other.
  `CREATE INDEX action_event_no_identity ON action_event (place) WHERE identity_id = ''`,
  `CREATE INDEX action_event_failed ON action_event (started_ns, id)
    INCLUDE (cause_id, place, identity_hash, action_hash, identity_id) WHERE state = 'ERRORED'`,
]
