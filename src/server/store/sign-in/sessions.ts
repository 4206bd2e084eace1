import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Expression, type ExpressionBuilder, sql, type SqlBool, type Transaction } from 'kysely'
import type { Actor, Role } from '#contract/permissions.ts'
import type { Entrance } from '../../auth/people.ts'
import type { Sessions, SessionStart, StartedSession, UnfinishedSession } from '../../auth/sessions.ts'
import { callerOf } from '../actor.ts'
import type { Store } from '../database/open.ts'
import type { Schema } from '../database/schema.ts'
import { closeEntrance, closeForAdmin, holdEntrance, isStillOpen } from './entrance.ts'

const minute = 60_000
/** A session is over so long after it began, used or not. */
const lifeMs = 12 * 60 * minute
/** Who has begun to sign in has so long to finish. */
const unfinishedLifeMs = 15 * minute
/** A session is over that was not used for so long: of reviewers alone, and of everybody with another role. */
const idleMs = { reviewer: 60 * minute, other: 30 * minute }
/** That a session is used is noted this often. */
const noteEveryMs = minute

/** What stands for a token in the database. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Sessions in the database. Those that were begun at the open entrance let nobody in once it is closed, whenever they were
 * begun, nor on a server that has no such entrance.
 */
export function createSessions(
  { db, prepared }: Pick<Store, 'db' | 'prepared'>,
  clock: () => Date,
  entrance: Entrance,
): Sessions {
  return {
    start: (start) => startSession(db, clock(), start),

    async find(token): Promise<Actor | undefined> {
      const now = clock()
      const session = await prepared
        .selectFrom('session')
        .innerJoin('person', (join) =>
          join.onRef('person.user_type', '=', 'session.user_type').onRef('person.id', '=', 'session.actor'),
        )
        .select(['person.user_type', 'person.id', 'email', 'name', 'roles', 'demo'])
        .select(['session.id as session', 'method', 'stage', 'authenticated_at', 'last_used_at'])
        .where('token_hash', '=', hashOfToken(token))
        .where('expires_at', '>', now.toISOString())
        .where('deactivated_at', 'is', null)
        .where('stage', '!=', 'second-factor')
        .where((where) => letsIn(where, entrance))
        .executeTakeFirst()
      const caller = session && callerOf(session)
      if (!caller || session.stage === 'second-factor') return undefined
      const unused = now.getTime() - Date.parse(session.last_used_at)
      const idle = caller.roles.every((role) => role === 'reviewer') ? idleMs.reviewer : idleMs.other
      if (session.method !== 'entrance' && unused > idle) return undefined
      if (unused > noteEveryMs) await noteUse(db, session.session, now)
      const { session: id, method, stage, authenticated_at } = session
      const at = new Date(authenticated_at).toISOString()
      return { via: 'session', ...caller, session: { id, method, stage, authenticated_at: at } }
    },

    async findUnfinished(token): Promise<UnfinishedSession | undefined> {
      const session = await db
        .selectFrom('session')
        .select(['id', 'user_type', 'actor', 'method', 'stage'])
        .where('token_hash', '=', hashOfToken(token))
        .where('expires_at', '>', clock().toISOString())
        .executeTakeFirst()
      if (!session || session.stage === 'complete') return undefined
      const { id, user_type, actor, method, stage } = session
      return { id, person: { user_type, id: actor }, method, stage }
    },

    async end(token): Promise<void> {
      await db.deleteFrom('session').where('token_hash', '=', hashOfToken(token)).execute()
    },
  }
}

function letsIn(
  where: ExpressionBuilder<Schema, 'session' | 'person'>,
  entrance: Entrance,
): Expression<SqlBool> {
  const signedIn = where('method', '!=', 'entrance')
  if (!entrance.local) return signedIn
  const closed = where.exists(where.selectFrom('entrance_closed').select(sql.lit(1).as('one')))
  const open = where.not(closed)
  return where.or([signedIn, entrance.accounts ? open : where.and([open, where('demo', '=', false)])])
}

async function noteUse(db: Store['db'], id: string, now: Date): Promise<void> {
  await db.updateTable('session').set({ last_used_at: now.toISOString() }).where('id', '=', id).execute()
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

async function startSession(
  db: Store['db'],
  now: Date,
  { person, method, stage, replaced, from, provider }: SessionStart,
): Promise<StartedSession | undefined> {
  const row = await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles', 'demo'])
    .where('user_type', '=', person.user_type)
    .where('id', '=', person.id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  const caller = row && callerOf(row)
  if (!caller) return undefined
  const token = randomBytes(32).toString('base64url')
  const at = now.toISOString()
  const expires = new Date(now.getTime() + (stage === 'complete' ? lifeMs : unfinishedLifeMs))
  const id = randomUUID()
  const started = await db.transaction().execute(async (transaction) => {
    if (!(await settleEntrance(transaction, method, caller.roles, now))) return false
    await transaction
      .deleteFrom('session')
      .where((where) => {
        const old = where('expires_at', '<', at)
        return replaced === undefined ? old : where.or([old, where('token_hash', '=', hashOfToken(replaced))])
      })
      .execute()
    await transaction
      .insertInto('session')
      .values({
        token_hash: hashOfToken(token),
        id,
        user_type: person.user_type,
        actor: person.id,
        method,
        stage,
        created_at: at,
        expires_at: expires.toISOString(),
        authenticated_at: at,
        last_used_at: at,
        user_agent: from.userAgent.slice(0, 300),
        address: from.address,
        issuer: provider?.issuer ?? null,
        subject: provider?.subject ?? null,
        provider_session: provider?.session ?? null,
        id_token: null,
      })
      .execute()
    return true
  })
  if (!started) return undefined
  const facts = { id, method, stage: stage === 'enrol' ? stage : 'complete', authenticated_at: at } as const
  return { token, actor: { via: 'session', ...caller, session: facts }, expires }
}
