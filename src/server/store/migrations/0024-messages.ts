import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The first message of events that failed can be searched. Of other events no message is indexed: these are searched within a
 * range of `started_at`, along its index (docs/decisions/0049).
 */
export const messages: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `CREATE INDEX action_event_message_trgm ON action_event USING gin ((lower(messages[1]) COLLATE "C") gin_trgm_ops)
          WHERE state = 'ERRORED'`,
      )
      .execute(db)
  },
}
