/** The roles of people (security 4.3). A person may hold several. */
export const roles = ['admin', 'operator', 'reviewer', 'auditor'] as const
export type Role = (typeof roles)[number]

/** What an API key may be made for. A key holds scopes, never roles. */
export const scopes = ['activity:read', 'ops:metrics'] as const
export type Scope = (typeof scopes)[number]

type Permission = {
  /** Who among signed-in people; `anyone` needs no credential at all. */
  readonly roles: readonly Role[] | 'anyone' | 'signed-in'
  /** The scope that lets a key in; absent means that no key may. */
  readonly scope?: Scope
  readonly meaning: string
}

/**
 * The permission table (security 4.4): the one source for the routes, the API page and the tests.
 * Every route names one of these; a route without one keeps the server from starting.
 */
export const permissions = {
  public: {
    roles: 'anyone',
    meaning: 'Nothing that belongs to anybody: the page itself, and whether the server is up.',
  },
  session: { roles: 'signed-in', meaning: "The caller's own session." },
  'activity:read': {
    roles: ['admin', 'operator', 'auditor'],
    scope: 'activity:read',
    meaning: 'Read the activity log.',
  },
  'ops:metrics': { roles: [], scope: 'ops:metrics', meaning: 'Read the figures of the running server.' },
} as const satisfies Record<string, Permission>
export type PermissionName = keyof typeof permissions

/** Who makes a request. `via` tells the page's session from a key; `id` stands in logs and page tokens. */
export type Actor =
  | { readonly via: 'session'; readonly id: string; readonly name: string; readonly roles: readonly Role[] }
  | { readonly via: 'key'; readonly id: string; readonly name: string; readonly scopes: readonly Scope[] }

/** Whether this caller (nobody when undefined) holds the permission. */
export function holds(actor: Actor | undefined, name: PermissionName): boolean {
  const permission: Permission = permissions[name]
  if (permission.roles === 'anyone') return true
  if (!actor) return false
  if (actor.via === 'key') return permission.scope !== undefined && actor.scopes.includes(permission.scope)
  if (permission.roles === 'signed-in') return true
  const allowed = permission.roles
  return actor.roles.some((role) => allowed.includes(role))
}
