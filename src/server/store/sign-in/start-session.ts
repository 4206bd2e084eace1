import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Role } from '#contract/permissions.ts'
import { signInOver } from '../../auth/local/prove.ts'
import type { SessionStart, StartedSession } from '../../auth/sessions.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { findActiveCaller } from '../actor.ts'
import type { Store } from '../database/open.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { closeEntrance, closeForAdmin, holdEntrance, isStillOpen } from './entrance.ts'
import { isStillSo } from './still-so.ts'
import { hashOfToken, newToken } from './sealing.ts'

const minute = 60_000
/** A session is over so long after it began, used or not. */
export const lifeMs = 12 * 60 * minute
/** Who has begun to sign in has so long to finish. */
const unfinishedLifeMs = 15 * minute
/** More sessions a person does not have: the one that was begun first ends. Those that are unfinished end no others. */
const maxSessions = 10
const maxUnfinished = 5

/** Starts a session (`Sessions.start`), and records that somebody signed in where nothing is still to be proven. */
export async function startSession(
  db: Store['db'],
  clock: () => Date,
  start: SessionStart,
): Promise<StartedSession | undefined> {
  const now = clock()
  const { person, method, stage, from, provider } = start
  const caller = await findActiveCaller(db, person)
  if (!caller) return undefined
  const token = newToken()
  const at = now.toISOString()
  const expires = new Date(now.getTime() + (stage === 'complete' ? lifeMs : unfinishedLifeMs))
  const id = randomUUID()
  const values = {
    token_hash: hashOfToken(token),
    id,
    user_type: person.user_type,
    actor: person.id,
    method,
    stage,
    created_at: at,
    expires_at: expires.toISOString(),
    authenticated_at: (start.authenticatedAt ?? now).toISOString(),
    last_used_at: at,
    second_factor: stage === 'complete' && (method !== 'password' || needsSecondFactor(caller.roles)),
    user_agent: from.userAgent.slice(0, 300),
    address: from.address,
    issuer: provider?.issuer ?? null,
    subject: provider?.subject ?? null,
    provider_session: provider?.session ?? null,
    id_token: provider?.idToken ?? null,
  }
  const started = await db.transaction().execute(async (transaction) => {
    if (!(await settleEntrance(transaction, method, caller.roles, now))) return false
    if (method !== 'entrance' && !(await isStillSo(transaction, clock, start, caller.roles))) {
      if (start.proven) throw signInOver()
      return false
    }
    await deleteOver(transaction, at, start)
    await transaction.insertInto('session').values(values).execute()
    if (method === 'entrance') return true
    await endOldest(transaction, start)
    if (stage === 'complete')
      await accountLog(transaction, clock).record('SIGN_IN', caller, person, {
        method,
        address: from.address,
      })
    return true
  })
  if (!started) return undefined
  const { authenticated_at, last_used_at, expires_at } = values
  const facts = { id, method, authenticated_at, last_used_at, expires_at }
  const session = { ...facts, stage: stage === 'enrol' ? stage : ('complete' as const) }
  return { token, actor: { via: 'session', ...caller, session }, expires }
}

/**
 * Whether a session may begin: none at an entrance that is closed, or is being closed. One of the provider closes it, and
 * so does that of an admin who can sign in.
 */
async function settleEntrance(
  transaction: Transaction<Schema>,
  method: SessionStart['method'],
  roles: readonly Role[],
  now: Date,
): Promise<boolean> {
  if (method === 'entrance') {
    await holdEntrance(transaction)
    return await isStillOpen(transaction)
  }
  if (method === 'oidc') await closeEntrance(transaction, 'PROVIDER_SIGN_IN', { now })
  else if (roles.includes('admin')) await closeForAdmin(transaction, { now })
  return true
}

async function deleteOver(
  transaction: Transaction<Schema>,
  at: string,
  { replaced, replacedId }: SessionStart,
): Promise<void> {
  await transaction
    .deleteFrom('session')
    .where((where) => {
      const over = [where('expires_at', '<', at)]
      if (replaced !== undefined) over.push(where('token_hash', '=', hashOfToken(replaced)))
      if (replacedId !== undefined) over.push(where('id', '=', replacedId))
      return where.or(over)
    })
    .execute()
}

/** Ends what is too much, of sessions that are as far as this one. The person is locked: two sign-ins count each other. */
async function endOldest(
  transaction: Transaction<Schema>,
  { person, stage }: Pick<SessionStart, 'person' | 'stage'>,
): Promise<void> {
  await transaction
    .deleteFrom('session')
    .where('id', 'in', (select) =>
      select
        .selectFrom('session')
        .select('id')
        .where('user_type', '=', person.user_type)
        .where('actor', '=', person.id)
        .where('method', '!=', 'entrance')
        .where('stage', stage === 'complete' ? '=' : '!=', 'complete')
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .offset(stage === 'complete' ? maxSessions : maxUnfinished)
        .limit(100),
    )
    .execute()
}
