import { sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { SessionStart } from '../../auth/sessions.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { findActiveCaller } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { factorsOf, lockPerson } from './factor-changes.ts'

type Tx = Transaction<Schema>

/**
 * Whether a session may begin by what was read and proven before its transaction: somebody with other roles, another password
 * or more to prove by now has to begin again. Locks the person, so that whatever ends their sessions comes before, or after.
 */
export async function isStillSo(
  transaction: Tx,
  clock: () => Date,
  { person, stage, proven, provider }: Pick<SessionStart, 'person' | 'stage' | 'proven' | 'provider'>,
  roles: readonly Role[],
): Promise<boolean> {
  await lockPerson(transaction, person)
  if (provider && (await hasEndedThere(transaction, provider))) return false
  const caller = await findActiveCaller(transaction, person)
  if (caller?.roles.join() !== roles.join()) return false
  if (!proven) return true
  if ('passkey' in proven) return await hasPasskey(transaction, person, proven.passkey)
  if (!(await hasPassword(transaction, person, proven.passwordHash))) return false
  if (stage === 'second-factor') return true
  if (stage === 'complete' && needsSecondFactor(roles)) return false
  return (await factorsOf(transaction, clock, person)) === 0
}

async function hasPassword(transaction: Tx, { user_type, id }: UserKey, hash: string): Promise<boolean> {
  const account = await transaction
    .selectFrom('local_account')
    .select('password_hash')
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .forShare()
    .executeTakeFirst()
  return account?.password_hash === hash
}

async function hasPasskey(transaction: Tx, { user_type, id }: UserKey, passkey: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('passkey')
    .select('credential_id')
    .where('credential_id', '=', passkey)
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .forShare()
    .executeTakeFirst()
  return row !== undefined
}

/** Whether the provider has told meanwhile that its session ended, or all of the subject that were so; it waits for who tells. */
async function hasEndedThere(
  transaction: Tx,
  { issuer, subject, session, made }: NonNullable<SessionStart['provider']>,
): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock_shared(hashtext('sign-out at the provider'))`.execute(transaction)
  const told = await sql`SELECT FROM used_logout_token WHERE issuer = ${issuer}
    AND (session = ${session ?? null} OR session IS NULL AND subject = ${subject} AND made_at > ${made.toISOString()})`.execute(
    transaction,
  )
  return told.rows.length > 0
}
