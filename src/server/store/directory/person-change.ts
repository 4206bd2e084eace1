import type { UserKey } from '#contract/people.ts'
import { roles as allRoles } from '#contract/permissions.ts'

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
