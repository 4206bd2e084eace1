import type { Kysely, Transaction } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { keepAnAdmin } from '../sign-in/admins.ts'
import { closeForAdmin } from '../sign-in/entrance.ts'
import { refuseSharedEmails } from '../sign-in/sign-in-emails.ts'

/** The database while one admin changes the directory; nobody else changes it meanwhile. */
export type Change = Transaction<Schema>

/**
 * Makes a change of the directory in one transaction, as an admin who is one still: of two who take each other's role at
 * once, one does. The open entrance closes where somebody becomes an admin who can sign in. Throws
 * `Refused` PermissionDenied for an actor who is none any more, and what `keepAnAdmin` and `refuseSharedEmails` throw.
 */
export async function changeAsAdmin<T>(
  db: Kysely<Schema>,
  actor: Actor,
  change: (directory: Change) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute((directory) => asAdmin(directory, actor, change))
}

/** Throws `Refused` PermissionDenied for an actor who is no admin any more. */
export async function refuseNoAdmin(db: Kysely<Schema>, { user: { user_type, id } }: Actor): Promise<void> {
  const still = await db
    .selectFrom('person')
    .select('roles')
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!still?.roles.includes('admin'))
    throw refused('PermissionDenied', 'You are no admin any more. Nothing was changed.')
}

async function asAdmin<T>(directory: Change, actor: Actor, change: (directory: Change) => Promise<T>) {
  const done = await keepAnAdmin(directory, async () => {
    await refuseNoAdmin(directory, actor)
    return await change(directory)
  })
  await refuseSharedEmails(directory)
  await closeForAdmin(directory, { actor })
  return done
}
