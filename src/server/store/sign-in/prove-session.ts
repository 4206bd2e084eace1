import type { Proof, StartedSession } from '../../auth/sessions.ts'
import { callerOf } from '../actor.ts'
import type { Store } from '../database/open.ts'
import { accountLog } from './account-log.ts'
import { lifeMs } from './start-session.ts'
import { hashOfToken, newToken } from './sealing.ts'

/** Gives a session a new token after a proof (`Sessions.prove`). */
export async function proveSession(
  db: Store['db'],
  clock: () => Date,
  token: string,
  { by }: Proof,
): Promise<StartedSession | undefined> {
  const now = clock()
  const at = now.toISOString()
  const next = newToken()
  return await db.transaction().execute(async (transaction) => {
    const session = await transaction
      .selectFrom('session')
      .innerJoin('person', (join) =>
        join.onRef('person.user_type', '=', 'session.user_type').onRef('person.id', '=', 'session.actor'),
      )
      .select(['person.user_type', 'person.id', 'email', 'name', 'roles', 'demo', 'session.id as session'])
      .select(['method', 'stage', 'expires_at', 'address'])
      .where('token_hash', '=', hashOfToken(token))
      .where('expires_at', '>', at)
      .where('deactivated_at', 'is', null)
      .forUpdate('session')
      .executeTakeFirst()
    const caller = session && callerOf(session)
    if (!caller) return undefined
    const { session: id, method, stage, address } = session
    const expires = stage === 'complete' ? new Date(session.expires_at) : new Date(now.getTime() + lifeMs)
    await transaction
      .updateTable('session')
      .set({ token_hash: hashOfToken(next), stage: 'complete', authenticated_at: at, last_used_at: at })
      .set(by === 'password' ? {} : { second_factor: true })
      .set({ expires_at: expires.toISOString() })
      .where('id', '=', id)
      .execute()
    const action = stage === 'complete' ? 'IDENTITY_CONFIRMED' : 'SIGN_IN'
    await accountLog(transaction, clock).record(action, caller, caller.user, { method, by, address })
    const facts = { id, method, authenticated_at: at, last_used_at: at, expires_at: expires.toISOString() }
    return {
      token: next,
      actor: { via: 'session', ...caller, session: { ...facts, stage: 'complete' } },
      expires,
    }
  })
}
