import type { Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { SessionStart } from '../../auth/sessions.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { callerOf } from '../actor.ts'
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
  { person, stage, proven }: Pick<SessionStart, 'person' | 'stage' | 'proven'>,
  roles: readonly Role[],
): Promise<boolean> {
  await lockPerson(transaction, person)
  const row = await transaction
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles', 'demo'])
    .where('user_type', '=', person.user_type)
    .where('id', '=', person.id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!row || callerOf(row)?.roles.join() !== roles.join()) return false
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
