import type { UserKey } from '#contract/people.ts'
import { type Role, roles as allRoles } from '#contract/permissions.ts'
import type { PersonOfFile } from '../../directory/person-of-file.ts'

/** A person of the directory as an import compares them. */
export type Before = UserKey & {
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly manager_type: string | null
  readonly manager_id: string | null
  readonly demo: boolean
  readonly tied: boolean
}

/** What an import changes of one person: `fields` beside their roles. */
export type PersonChange = UserKey & {
  readonly email: string
  readonly name: string
  readonly change: 'ADDED' | 'CHANGED'
  readonly roles_gained: string[]
  readonly roles_lost: string[]
  readonly fields: string[]
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** A person as `putPeople` and `giveRoles` leave them: what a file does not say stays, who has no roles gets `fallback`. */
export function afterFile(
  before: Before | undefined,
  { user_type, id, email, name, roles, manager }: PersonOfFile,
  fallback: readonly Role[],
): Before {
  const held = roles ?? before?.roles ?? []
  const managerBefore = { manager_type: before?.manager_type ?? null, manager_id: before?.manager_id ?? null }
  const managerNow = { manager_type: manager?.user_type ?? null, manager_id: manager?.id ?? null }
  return {
    user_type,
    id,
    email: email ?? before?.email ?? '',
    name: name ?? before?.name ?? '',
    roles: held.length === 0 ? fallback : held,
    ...(manager === undefined ? managerBefore : managerNow),
    demo: false,
    tied: before?.tied ?? false,
  }
}

/** The change from what was before, nothing for somebody new; undefined where there is none. */
export function changeOf(before: Before | undefined, after: Before): PersonChange | undefined {
  const { user_type, id, email, name } = after
  const held = before?.roles ?? []
  const gained = allRoles.filter((role) => after.roles.includes(role) && !held.includes(role))
  const lost = allRoles.filter((role) => held.includes(role) && !after.roles.includes(role))
  const fields = before ? changedFields(before, after) : []
  if (before && gained.length + lost.length + fields.length === 0) return undefined
  return {
    user_type,
    id,
    email,
    name,
    change: before ? 'CHANGED' : 'ADDED',
    roles_gained: gained,
    roles_lost: lost,
    fields,
    before: held,
    after: after.roles,
  }
}

function changedFields(before: Before, after: Before): string[] {
  const managers = [before, after].map((person) => JSON.stringify([person.manager_type, person.manager_id]))
  return [
    ...(before.email === after.email ? [] : ['email']),
    ...(before.name === after.name ? [] : ['name']),
    ...(managers[0] === managers[1] ? [] : ['manager']),
    // Somebody of the demonstration becomes a real person.
    ...(before.demo === after.demo ? [] : ['demo']),
  ]
}
