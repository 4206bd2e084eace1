import type { Kysely } from 'kysely'
import type { AccountLog } from '../../auth/account-log.ts'
import type { Schema } from '../database/schema.ts'

/** The log of accounts, written by `db`: give it the transaction of what is logged. */
export function accountLog(db: Kysely<Schema>, clock: () => Date): AccountLog {
  return {
    async record(action, actor, person, detail = {}): Promise<void> {
      await db
        .insertInto('account_log')
        .values({
          at: clock().toISOString(),
          actor: typeof actor === 'string' ? actor : actor.id,
          action,
          user_type: person?.user_type ?? null,
          person_id: person?.id ?? null,
          detail,
        })
        .execute()
    },
  }
}
