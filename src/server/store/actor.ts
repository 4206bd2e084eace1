import { personId, type UserKey, type WorkflowUser } from '#contract/people.ts'
import { type Role, roles } from '#contract/permissions.ts'

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
