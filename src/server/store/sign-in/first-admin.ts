import type { Kysely } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { type Role, roles as allRoles } from '#contract/permissions.ts'
import type { AccountActor } from '../../auth/account-log.ts'
import type { Schema } from '../database/schema.ts'
import { refuseBuiltIn } from '../actor.ts'
import { accountLog } from './account-log.ts'
import { closeForAdmin, endDemoAccess } from './entrance.ts'
import { endSessionsOf } from './own-sessions.ts'
import { refuseSharedEmails } from './sign-in-emails.ts'

type Db = Kysely<Schema>
type By = { readonly by: AccountActor; readonly now: Date; readonly address?: string }

/**
 * Makes somebody an admin, or gives the role to who is there, in a transaction: somebody deactivated is active again, an
 * account of the demonstration becomes real; sessions without the role end. They may not be able to sign in yet. Throws what `refuseSharedEmails` throws.
 */
export async function putAdmin(db: Db, user: WorkflowUser, { by, now }: By): Promise<readonly Role[]> {
  refuseBuiltIn(user)
  const { user_type, id, email, name } = user
  const log = accountLog(db, () => now)
  const old = await db
    .selectFrom('person')
    .select(['roles', 'demo', 'deactivated_at'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .executeTakeFirst()
  const roles = allRoles.filter((role) => role === 'admin' || old?.roles.includes(role))
  const is = { email, name, roles, demo: false, about: '', deactivated_at: null }
  await db
    .insertInto('person')
    .values({ user_type, id, ...is, manager_type: null, manager_id: null })
    .onConflict((conflict) => conflict.columns(['user_type', 'id']).doUpdateSet(is))
    .execute()
  await refuseSharedEmails(db)
  if (old?.demo) await endDemoAccess(db, [user])
  if (!old) await log.record('PERSON_ADDED', by, user, { roles })
  else if (!old.roles.includes('admin')) {
    await log.record('ROLES_SET', by, user, { before: old.roles, after: roles })
    await endSessionsOf(db, () => now, { person: user, by })
  }
  if (old?.deactivated_at) await log.record('PERSON_ACTIVATED', by, user)
  return roles
}

/**
 * Sets somebody's password in a transaction; all their sessions end. The open entrance closes where that makes them an
 * admin who can sign in. Throws what `refuseSharedEmails` throws.
 */
export async function putPassword(
  db: Db,
  { user_type, id }: UserKey,
  passwordHash: string,
  { by, now, address }: By,
): Promise<void> {
  const set = { password_hash: passwordHash, password_changed_at: now.toISOString() }
  await db
    .insertInto('local_account')
    .values({ user_type, person_id: id, ...set, totp_secret: null, totp_last_step: null })
    .onConflict((conflict) => conflict.columns(['user_type', 'person_id']).doUpdateSet(set))
    .execute()
  await refuseSharedEmails(db)
  await accountLog(db, () => now).record(
    'PASSWORD_SET',
    by,
    { user_type, id },
    address === undefined ? {} : { address },
  )
  await endSessionsOf(db, () => now, { person: { user_type, id }, by })
  await closeForAdmin(db, { actor: by, now })
}
