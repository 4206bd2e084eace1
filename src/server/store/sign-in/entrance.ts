import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { AccountActor } from '../../auth/account-log.ts'
import type { Closed, ClosingReason, EntranceState } from '../../auth/entrance.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { countSignInAdmins, hasLocalAccount, lockAdmins } from './admins.ts'

type Db = Kysely<Schema>

/** Who closes it, and when; the server itself, now, unless said. */
type By = { readonly actor?: AccountActor; readonly now?: Date }

/** The state of the entrance, for those who ask at each request: what cannot change any more is not read again. */
export function entranceState(db: Db): EntranceState {
  let closed = false
  let admin = false
  return {
    isEntranceOpen: async () => {
      closed ||= !(await isStillOpen(db))
      return !closed
    },
    hasAdmin: async () => {
      admin ||= (await countSignInAdmins(db)) > 0
      return admin
    },
    whyClosed: async () => {
      const row = await db.selectFrom('entrance_closed').select('reason').executeTakeFirst()
      return row?.reason
    },
    hasAccount: () => hasLocalAccount(db),
  }
}

/** Whether the entrance is open. */
export async function isStillOpen(db: Db): Promise<boolean> {
  const closed = await db.selectFrom('entrance_closed').select('at').executeTakeFirst()
  return closed === undefined
}

/**
 * Closes the open entrance for good, in one transaction (that of `db`, where it is one): sessions that were begun there
 * end, and so do keys of the demonstration's accounts. All of it is logged. Returns what ended; undefined where the
 * entrance was closed before.
 */
export async function closeEntrance(db: Db, reason: ClosingReason, by: By = {}): Promise<Closed | undefined> {
  if (!(await isStillOpen(db))) return undefined
  return await within(db, (transaction) => close(transaction, reason, by))
}

/** Closes the entrance where there is an admin who can sign in. Call it where somebody may have become one. */
export async function closeForAdmin(db: Db, by: By = {}): Promise<Closed | undefined> {
  if (!(await isStillOpen(db)) || (await countSignInAdmins(db)) === 0) return undefined
  return await closeEntrance(db, 'FIRST_ADMIN', by)
}

/** Waits for a closing that is under way, and keeps the next one waiting until the transaction ends. */
export async function holdEntrance(transaction: Transaction<Schema>): Promise<void> {
  await sql`LOCK TABLE entrance_closed IN SHARE MODE`.execute(transaction)
}

/**
 * Ends what people had as accounts of the demonstration who have become real: keys, and sessions of the open entrance. Give
 * it the transaction in which they do.
 */
export async function endDemoAccess(db: Db, people: readonly UserKey[]): Promise<void> {
  const now = new Date()
  const log = accountLog(db, () => now)
  for (const person of people) {
    await db
      .deleteFrom('session')
      .where('method', '=', 'entrance')
      .where('user_type', '=', person.user_type)
      .where('actor', '=', person.id)
      .execute()
    const keys = await db
      .updateTable('api_key')
      .set({ revoked_at: now.toISOString() })
      .where('owner_type', '=', person.user_type)
      .where('owner', '=', person.id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    for (const { id } of keys)
      await log.record('KEY_REVOKED', 'server', person, { key: id, reason: 'ADOPTED' })
  }
}

async function within<T>(db: Db, work: (transaction: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? await work(db) : await db.transaction().execute(work)
}

async function close(db: Db, reason: ClosingReason, by: By): Promise<Closed | undefined> {
  const { actor = 'server', now = new Date() } = by
  const at = now.toISOString()
  // Admins first, as whoever changes one does before the entrance closes: else the two would wait for each other.
  await lockAdmins(db)
  // Sessions that are being begun are ended too, or are not begun.
  await sql`LOCK TABLE entrance_closed IN SHARE ROW EXCLUSIVE MODE`.execute(db)
  const row = await db
    .insertInto('entrance_closed')
    .values({ at, reason })
    .onConflict((conflict) => conflict.doNothing())
    .returning('at')
    .executeTakeFirst()
  if (!row) return undefined
  const ended = await db.deleteFrom('session').where('method', '=', 'entrance').executeTakeFirst()
  const keys = await revokeDemoKeys(db, at)
  const log = accountLog(db, () => now)
  const sessions = Number(ended.numDeletedRows)
  await log.record('ENTRANCE_CLOSED', actor, undefined, { reason, sessions, keys: keys.length })
  for (const { key, ...owner } of keys) await log.record('KEY_REVOKED', actor, owner, { key, reason })
  return { sessions, keys }
}

async function revokeDemoKeys(db: Db, at: string): Promise<readonly (UserKey & { readonly key: string })[]> {
  return await db
    .updateTable('api_key')
    .from('person')
    .set({ revoked_at: at })
    .whereRef('person.user_type', '=', 'owner_type')
    .whereRef('person.id', '=', 'owner')
    .where('demo', '=', true)
    .where('revoked_at', 'is', null)
    .returning(['api_key.id as key', 'owner_type as user_type', 'owner as id'])
    .execute()
}
