import type { Kysely } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { ListedSession } from '#contract/session/sign-in.ts'
import type { AccountActor } from '../../auth/account-log.ts'
import { idleMsOf } from '../../auth/sessions.ts'
import { callerOf } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'

/** The sessions of a person in which they are signed in, the newest first (`Sessions.list`). */
export async function listSessionsOf(
  db: Kysely<Schema>,
  now: Date,
  person: UserKey,
): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('person', (join) =>
      join.onRef('person.user_type', '=', 'session.user_type').onRef('person.id', '=', 'session.actor'),
    )
    .select(['person.user_type', 'person.id', 'email', 'name', 'roles', 'demo', 'session.id as session'])
    .select(['method', 'created_at', 'last_used_at', 'expires_at', 'user_agent', 'address'])
    .where('person.user_type', '=', person.user_type)
    .where('person.id', '=', person.id)
    .where('stage', '=', 'complete')
    .where('expires_at', '>', now.toISOString())
    .orderBy('created_at', 'desc')
    .orderBy('session')
    .limit(1000)
    .execute()
  return rows.flatMap((row) => {
    const unused = now.getTime() - Date.parse(row.last_used_at)
    if (row.method !== 'entrance' && unused > idleMsOf(callerOf(row)?.roles ?? [])) return []
    const { session: id, method, user_agent, address } = row
    const [created_at, last_used_at, expires_at] = [row.created_at, row.last_used_at, row.expires_at].map(
      (time) => new Date(time).toISOString(),
    )
    return [
      {
        id,
        method,
        created_at: created_at ?? '',
        last_used_at: last_used_at ?? '',
        expires_at: expires_at ?? '',
        user_agent,
        address,
        current: false,
      },
    ]
  })
}

/** Ends one session of a person (`Sessions.endOne`). */
export async function endOneSession(
  db: Kysely<Schema>,
  clock: () => Date,
  { person, id, by }: { readonly person: UserKey; readonly id: string; readonly by: AccountActor },
): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('session')
      .where('id', '=', id)
      .where('user_type', '=', person.user_type)
      .where('actor', '=', person.id)
      .executeTakeFirst()
    if (numDeletedRows > 0n)
      await accountLog(transaction, clock).record('SESSIONS_ENDED', by, person, { sessions: 1 })
    return numDeletedRows > 0n
  })
}

/** Whose sessions end, by whom, and which of them does not. */
export type EndedSessions = {
  readonly person: UserKey
  readonly by: AccountActor
  /** The id of a session. */
  readonly except?: string | undefined
}

/**
 * Ends all sessions of a person, begun ones included, and records it; what changes their roles or their access does this in
 * its own transaction, which `db` is. Returns how many they were.
 */
export async function endSessionsOf(
  db: Kysely<Schema>,
  clock: () => Date,
  { person, by, except }: EndedSessions,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('user_type', '=', person.user_type)
    .where('actor', '=', person.id)
    .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
    .executeTakeFirst()
  const sessions = Number(numDeletedRows)
  if (sessions > 0) await accountLog(db, clock).record('SESSIONS_ENDED', by, person, { sessions })
  return sessions
}
