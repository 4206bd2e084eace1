import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { AccountActor } from '../../auth/account-log.ts'
import type { LinkPurpose, MadeLink, OpenLink } from '../../auth/one-time-links.ts'
import { linkOver } from '../../auth/set-up.ts'
import type { Schema } from '../database/schema.ts'
import { refuseBuiltIn } from '../actor.ts'
import { accountLog } from './account-log.ts'

type Db = Kysely<Schema>

const minute = 60_000
/** Who prints the set-up link uses it at once; a password's link is handed over to somebody. */
const lifeMs: Readonly<Record<LinkPurpose, number>> = { 'set-up': 15 * minute, password: 24 * 60 * minute }

/** So long one that is over is told from one that never was. */
const rememberedMs = 30 * 24 * 60 * minute

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Makes the link by which the first admin is made; one that still worked ends. Whether there is an admin is for who uses it. */
export async function makeSetUpLink(db: Db, by: AccountActor, now: Date): Promise<MadeLink> {
  if (!db.isTransaction)
    return await db.transaction().execute((transaction) => makeSetUpLink(transaction, by, now))
  // One after another: of two that are made at once the first ends too.
  await sql`SELECT pg_advisory_xact_lock(hashtext('set-up link'))`.execute(db)
  await db
    .deleteFrom('one_time_link')
    .where('purpose', '=', 'set-up')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .execute()
  return await makeLink(db, { purpose: 'set-up', person: undefined, by, now })
}

/**
 * Makes a link by which a person sets a (new) password; those that were made for them before end. Give it the transaction
 * of what it belongs to, where there is one. Throws what `refuseBuiltIn` throws.
 */
export async function makePasswordLink(
  db: Db,
  person: UserKey,
  by: AccountActor,
  now: Date,
): Promise<MadeLink> {
  refuseBuiltIn(person)
  await endPasswordLinks(db, person)
  return await makeLink(db, { purpose: 'password', person, by, now })
}

/** Ends the links by which a person could set a password: their access was taken away, or another link was made. */
export async function endPasswordLinks(db: Db, { user_type, id }: UserKey): Promise<void> {
  await db
    .deleteFrom('one_time_link')
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .where('used_at', 'is', null)
    .execute()
}

type NewLink = {
  readonly purpose: LinkPurpose
  readonly person: UserKey | undefined
  readonly by: AccountActor
  readonly now: Date
}

async function makeLink(db: Db, { purpose, person, by, now }: NewLink): Promise<MadeLink> {
  const token = randomBytes(24).toString('base64url')
  const expires = new Date(now.getTime() + lifeMs[purpose])
  const made_by = typeof by === 'string' ? by : by.id
  const forgotten = new Date(now.getTime() - rememberedMs).toISOString()
  await db.deleteFrom('one_time_link').where('expires_at', '<', forgotten).execute()
  await db
    .insertInto('one_time_link')
    .values({
      token_hash: hashOf(token),
      purpose,
      user_type: person?.user_type ?? null,
      person_id: person?.id ?? null,
      made_by,
      expires_at: expires.toISOString(),
      used_at: null,
    })
    .execute()
  await accountLog(db, () => now).record('LINK_MADE', by, person, { purpose })
  return { token, expires }
}

/** What a link is for that still works; does not use it up. Throws `Refused` NotFound (`LinkProblem`) for another one. */
export async function findLink(db: Db, token: string, now: Date): Promise<OpenLink> {
  const link = await db
    .selectFrom('one_time_link')
    .select(['purpose', 'user_type', 'person_id', 'expires_at', 'used_at'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst()
  if (!link) throw linkOver('LINK_UNKNOWN')
  if (link.used_at !== null) throw linkOver('LINK_USED', link.purpose)
  if (new Date(link.expires_at) <= now) throw linkOver('LINK_EXPIRED', link.purpose)
  return openLink(link)
}

/**
 * Uses a link up in a transaction, and logs it. Returns what it was for. Of two who use it at once one gets it. Throws
 * `Refused` NotFound (`LinkProblem`) where it does not work, or is for something else.
 */
export async function useLink(
  transaction: Transaction<Schema>,
  token: string,
  purpose: LinkPurpose,
  { now, address }: { readonly now: Date; readonly address: string },
): Promise<OpenLink> {
  const at = now.toISOString()
  const link = await transaction
    .updateTable('one_time_link')
    .set({ used_at: at })
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['purpose', 'user_type', 'person_id', 'expires_at'])
    .executeTakeFirst()
  if (!link) {
    await findLink(transaction, token, now)
    throw linkOver('LINK_UNKNOWN', purpose)
  }
  const used = openLink(link)
  await accountLog(transaction, () => now).record('LINK_USED', 'nobody', used.person, { purpose, address })
  return used
}

type Row = Pick<Schema['one_time_link'], 'purpose' | 'user_type' | 'person_id' | 'expires_at'>

function openLink({ purpose, user_type, person_id, expires_at }: Row): OpenLink {
  const person = user_type !== null && person_id !== null ? { user_type, id: person_id } : undefined
  return { purpose, person, expires: new Date(expires_at) }
}
