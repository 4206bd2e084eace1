import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import { personId } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Entrance } from '../../auth/people.ts'
import { idleMsOf, type Sessions, type UnfinishedSession } from '../../auth/sessions.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { callerOf } from '../actor.ts'
import type { Store } from '../database/open.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { endOneSession, endSessionsOf, listSessionsOf } from './own-sessions.ts'
import { proveSession } from './prove-session.ts'
import { startSession } from './start-session.ts'
import { hashOfToken } from './sealing.ts'

/** That a session is used is noted this often. */
const noteEveryMs = 60_000

/**
 * Sessions in the database. Those that were begun at the open entrance let nobody in once it is closed, whenever they were
 * begun, nor on a server that has no such entrance.
 */
export function createSessions(
  store: Pick<Store, 'db' | 'prepared'>,
  clock: () => Date,
  entrance: Entrance,
): Sessions {
  const { db } = store
  return {
    start: (start) => startSession(db, clock, start),
    find: (token, isUse) => findSession(store, clock(), { entrance, token, isUse }),

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

    end: (token) => signOut(db, clock, token),

    prove: (token, proof) => proveSession(db, clock, token, proof),
    list: (person) => listSessionsOf(db, clock(), person),
    endOne: (person, id, by) => endOneSession(db, clock, { person, id, by }),
    endAll: (person, by, except) =>
      db.transaction().execute((transaction) => endSessionsOf(transaction, clock, { person, by, except })),
  }
}

/** Ends a session, and records that its person has signed out where they had signed in. */
async function signOut(db: Store['db'], clock: () => Date, token: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const ended = await transaction
      .deleteFrom('session')
      .where('token_hash', '=', hashOfToken(token))
      .returning(['user_type', 'actor', 'method', 'stage'])
      .executeTakeFirst()
    if (!ended || ended.method === 'entrance' || ended.stage === 'second-factor') return
    const person = { user_type: ended.user_type, id: ended.actor }
    await accountLog(transaction, clock).record('SIGN_OUT', { id: personId(person) }, person)
  })
}

type SessionQuery = { readonly entrance: Entrance; readonly token: string; readonly isUse: boolean }

async function findSession(
  { db, prepared }: Pick<Store, 'db' | 'prepared'>,
  now: Date,
  { entrance, token, isUse }: SessionQuery,
): Promise<Actor | undefined> {
  const session = await prepared
    .selectFrom('session')
    .innerJoin('person', (join) =>
      join.onRef('person.user_type', '=', 'session.user_type').onRef('person.id', '=', 'session.actor'),
    )
    .select(['person.user_type', 'person.id', 'email', 'name', 'roles', 'demo', 'session.id as session'])
    .select(['method', 'stage', 'authenticated_at', 'last_used_at', 'expires_at', 'second_factor'])
    .where('token_hash', '=', hashOfToken(token))
    .where('expires_at', '>', now.toISOString())
    .where('deactivated_at', 'is', null)
    .where('stage', '!=', 'second-factor')
    .where((where) => letsIn(where, entrance))
    .executeTakeFirst()
  const caller = session && callerOf(session)
  if (!caller || session.stage === 'second-factor') return undefined
  const { session: id, method, stage, authenticated_at, expires_at } = session
  const unused = now.getTime() - Date.parse(session.last_used_at)
  if (method !== 'entrance' && unused > idleMsOf(caller.roles)) return undefined
  // A password alone was enough for the roles of then.
  const tooLittle = method === 'password' && stage === 'complete' && !session.second_factor
  if (tooLittle && needsSecondFactor(caller.roles)) return undefined
  const isNoted = isUse && unused > noteEveryMs
  if (isNoted) await noteUse(db, id, now)
  const [at = '', expires = '', used = ''] = [
    authenticated_at,
    expires_at,
    isNoted ? now : session.last_used_at,
  ].map((time) => new Date(time).toISOString())
  return {
    via: 'session',
    ...caller,
    session: { id, method, stage, authenticated_at: at, last_used_at: used, expires_at: expires },
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
