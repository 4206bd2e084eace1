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

/** Tries a change and undoes it: what it would come to is told, and not done. Throws what `changeAsAdmin` throws. */
export async function tryAsAdmin<T>(
  db: Kysely<Schema>,
  actor: Actor,
  change: (directory: Change) => Promise<T>,
): Promise<T> {
  const trial = await db.startTransaction().execute()
  try {
    return await asAdmin(trial, actor, change)
  } finally {
    await trial.rollback().execute()
  }
}

async function asAdmin<T>(directory: Change, actor: Actor, change: (directory: Change) => Promise<T>) {
  const done = await keepAnAdmin(directory, async () => {
    const { user_type, id } = actor.user
    const still = await directory
      .selectFrom('person')
      .select('roles')
      .where('user_type', '=', user_type)
      .where('id', '=', id)
      .where('deactivated_at', 'is', null)
      .executeTakeFirst()
    if (!still?.roles.includes('admin'))
      throw refused('PermissionDenied', 'You are no admin any more. Nothing was changed.')
    return await change(directory)
  })
  await refuseSharedEmails(directory)
  await closeForAdmin(directory, { actor })
  return done
}
