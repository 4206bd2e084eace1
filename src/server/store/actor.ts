import type { Kysely } from 'kysely'
import { personId, type UserKey, type WorkflowUser } from '#contract/people.ts'
import { type Role, roles } from '#contract/permissions.ts'
import type { Schema } from './database/schema.ts'

/** Until people can sign in, whoever sits at this machine is this person, an auditor unless told otherwise. */
export const localUser: UserKey = { user_type: 'localCookieUser', id: 'local' }

type PersonColumns = {
  readonly user_type: string
  readonly id: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
}

/** Who a stored person is when they make a request, or undefined when they may do nothing here. */
export function callerOf({ user_type, id, email, name, roles: held }: PersonColumns) {
  const present = roles.filter((role) => held.includes(role))
  if (present.length === 0) return undefined
  const user: WorkflowUser = { user_type, id, email, name }
  return { id: personId(user), name: name || email || id, user, roles: present as readonly Role[] }
}

/** The same of somebody of the directory, by what identifies them. */
export async function findCaller(db: Kysely<Schema>, { user_type, id }: UserKey) {
  const person = await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .executeTakeFirst()
  return person && callerOf(person)
}
