import type { Kysely } from 'kysely'
import { personId, sameUser, type UserKey, type WorkflowUser } from '#contract/people.ts'
import { type Role, roles } from '#contract/permissions.ts'
import { refused } from '../refused.ts'
import type { Schema } from './database/schema.ts'

/**
 * Whoever sits at this machine is this person, an auditor unless told otherwise, until the entrance closes. Keys that are
 * made in a terminal for nobody else stay theirs.
 */
export const localUser: UserKey = { user_type: 'localCookieUser', id: 'local' }

/** Who did what no person did. */
const systemKey: UserKey = { user_type: 'system', id: 'system' }

/** Whether a person is one of the server’s own two. */
export function isBuiltIn(person: UserKey): boolean {
  return [localUser, systemKey].some((own) => sameUser(own, person))
}

/** Refuses to change one of the server’s own two: they have no sign-in, no link and no roles but their own. Throws `Refused`. */
export function refuseBuiltIn(person: UserKey): void {
  if (isBuiltIn(person))
    throw refused(
      'FailedPrecondition',
      `${person.user_type} ${person.id} is the server’s own, and nobody. Nothing was changed.`,
    )
}

type PersonColumns = {
  readonly user_type: string
  readonly id: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly demo: boolean
}

/** Who a stored person is when they make a request, or undefined when they may do nothing here. */
export function callerOf({ user_type, id, email, name, roles: held, demo }: PersonColumns) {
  const present = roles.filter((role) => held.includes(role))
  if (present.length === 0) return undefined
  const user: WorkflowUser = { user_type, id, email, name }
  return {
    id: personId(user),
    name: name || email || id,
    user,
    roles: present as readonly Role[],
    ...(demo ? ({ demo } as const) : {}),
  }
}

/** The same of somebody of the directory, by what identifies them, whether they have been deactivated or not. */
export async function findCaller(db: Kysely<Schema>, person: UserKey) {
  const row = await personRow(db, person).executeTakeFirst()
  return row && callerOf(row)
}

/** The same of somebody who has not been deactivated. */
export async function findActiveCaller(db: Kysely<Schema>, person: UserKey) {
  const row = await personRow(db, person).where('deactivated_at', 'is', null).executeTakeFirst()
  return row && callerOf(row)
}

function personRow(db: Kysely<Schema>, { user_type, id }: UserKey) {
  return db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles', 'demo'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
}
