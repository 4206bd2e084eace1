import type { WorkflowUser } from './people.ts'

/** The roles of people (security 4.3). A person may hold several. */
export const roles = ['admin', 'operator', 'reviewer', 'auditor'] as const
export type Role = (typeof roles)[number]

/**
 * What an API key can be made for. A key has scopes in place of roles, and may never do more than its owner may now.
 */
export const scopes = [
  'activity:read',
  'activity:export',
  'reviews:read',
  'reviews:export',
  'reviews:decide',
  'reviews:assign',
  'reviews:fix',
  'reviews:run',
  'reviews:force',
  'reviews:settings',
  'hooks:write',
  'ops:metrics',
] as const
export type Scope = (typeof scopes)[number]

export type Permission = {
  /** Who among signed-in people; `anyone` needs no credential at all; nobody when empty: then a key's scope suffices. */
  readonly roles: readonly Role[] | 'anyone' | 'signed-in'
  /** The scopes of which any lets a key in; absent means that no key may. */
  readonly scopes?: readonly Scope[]
  /** Where `roles` is empty: of whom a key with such a scope is taken, and made; of anybody when absent. */
  readonly keyOwners?: readonly Role[]
  readonly meaning: string
}

const everybody = ['admin', 'operator', 'reviewer', 'auditor'] as const

/**
 * The permission table (security 4.4): the one source for the routes, the API page and the tests.
 * Every route names one of these; a route without one keeps the server from starting. Which rows a permission reaches
 * is another question: `store/reviews/conditions/visible-rows.ts` for reading, `review-rules.ts` for changing.
 */
export const permissions = {
  public: {
    roles: 'anyone',
    meaning: 'Nothing that belongs to anybody: the page itself, and whether the server is up.',
  },
  session: { roles: 'signed-in', meaning: "The caller's own session and account." },
  enrolling: {
    roles: 'signed-in',
    meaning:
      "The caller's own session and second factors, also for who has to set one up before anything else.",
  },
  'keys:manage': {
    roles: ['admin', 'operator', 'auditor'],
    meaning: "The caller's own API keys; those of others, for admins.",
  },
  'people:read': {
    roles: ['admin', 'auditor'],
    meaning: 'Read who is in the directory, and what was done to accounts.',
  },
  'people:manage': { roles: ['admin'], meaning: 'Add people, change their roles and end their access.' },
  'activity:read': {
    roles: ['admin', 'operator', 'auditor'],
    scopes: ['activity:read'],
    meaning: 'Read the activity log.',
  },
  'activity:export': {
    roles: ['admin', 'auditor'],
    scopes: ['activity:export'],
    meaning:
      'Take the activity log away as a file. Only who made an export, and admins, read its state and its file.',
  },
  'reviews:read': {
    roles: everybody,
    scopes: ['reviews:read'],
    meaning: 'Read workflows, certifications and the rows that one may see.',
  },
  'reviews:export': {
    roles: everybody,
    scopes: ['reviews:export'],
    meaning:
      'Take the rows of a review that one may see away as a file; reviewers where its settings let them. Only who made an export, and admins, read it.',
  },
  'exports:read': {
    roles: everybody,
    scopes: ['activity:export', 'reviews:export'],
    meaning:
      "See one's own exports and stop them, and take a finished one away with what proves that it is whole; only of what one may still export.",
  },
  'reviews:decide': {
    roles: ['admin', 'operator', 'reviewer'],
    scopes: ['reviews:decide', 'reviews:assign', 'reviews:fix'],
    meaning: 'Decide, note, sign off, reassign and mark as fixed, each where the rules allow it.',
  },
  'reviews:assign': {
    roles: everybody,
    scopes: ['reviews:assign'],
    meaning: 'Look for people who can be made reviewers.',
  },
  'reviews:run': {
    roles: ['admin', 'operator'],
    scopes: ['reviews:run'],
    meaning: 'Create, change, publish and complete certifications.',
  },
  'reviews:force': {
    roles: ['admin'],
    scopes: ['reviews:force'],
    meaning: 'Force a change of a row (results:force_update).',
  },
  'reviews:settings:read': {
    roles: ['admin', 'operator', 'auditor'],
    scopes: ['reviews:settings'],
    meaning: 'Read review settings, the deny list and delegations.',
  },
  'reviews:settings': {
    roles: ['admin'],
    scopes: ['reviews:settings'],
    meaning: 'Change review settings, the deny list and delegations.',
  },
  'hooks:write': {
    roles: [],
    scopes: ['hooks:write'],
    keyOwners: ['admin', 'operator'],
    meaning: 'Report what an integration did about a row of a certification that one runs.',
  },
  'ops:metrics': { roles: [], scopes: ['ops:metrics'], meaning: 'Read the figures of the running server.' },
} as const satisfies Record<string, Permission>
export type PermissionName = keyof typeof permissions

/** Scopes that change nothing of reviews: all that auditors may make keys for. */
const readScopes = [
  'activity:read',
  'activity:export',
  'reviews:read',
  'reviews:export',
  'ops:metrics',
] as const satisfies readonly Scope[]

/**
 * The scopes for which somebody with these roles may make keys in the page: for operators and admins those that their
 * roles hold, for auditors those that only read, for reviewers none.
 */
export function scopesFor(held: readonly Role[]): readonly Scope[] {
  const makes = permissions['keys:manage'].roles.some((role) => held.includes(role))
  if (!makes) return []
  const any = held.includes('admin') || held.includes('operator')
  return scopes.filter((scope) => (any || isReadScope(scope)) && isHeld(scope, held))
}

function isReadScope(scope: Scope): boolean {
  return readScopes.some((read) => read === scope)
}

/** By the first permission that takes a scope: what else takes it is of use with that one alone. */
function isHeld(scope: Scope, held: readonly Role[]): boolean {
  const all: readonly Permission[] = Object.values(permissions)
  const first = all.find(({ scopes: taken }) => taken?.includes(scope))
  if (!first || typeof first.roles === 'string') return false
  const owners = first.roles.length > 0 ? first.roles : (first.keyOwners ?? held)
  return owners.some((role) => held.includes(role))
}

/** What is known of a session. Times are RFC 3339 in UTC. */
export type SessionFacts = {
  /** By which it is listed and ended; it lets nobody in. */
  readonly id: string
  readonly method: 'entrance' | 'password' | 'passkey' | 'oidc'
  /** `enrol`: the person may do nothing but set up the second factor that their roles take. */
  readonly stage: 'complete' | 'enrol'
  /** When the person last proved who they are. */
  readonly authenticated_at: string
  /** When its person last did something, to the minute. */
  readonly last_used_at: string
  readonly expires_at: string
}

/**
 * Who makes a request: a person, through a session of the page or through one of their API keys. `id` is `personId`,
 * for logs and page tokens. `roles` are the person's, also for a key.
 */
export type Actor = {
  readonly id: string
  readonly name: string
  readonly user: WorkflowUser
  readonly roles: readonly Role[]
  /** Whether it is an account of the demonstration, which makes nothing that outlives it. */
  readonly demo?: true
} & (
  | { readonly via: 'session'; readonly session?: SessionFacts }
  | { readonly via: 'key'; readonly scopes: readonly Scope[] }
)

/** Whether a caller holds a permission; `undefined` is a caller without credentials. */
export function holds(actor: Actor | undefined, name: PermissionName): boolean {
  const permission: Permission = permissions[name]
  if (permission.roles === 'anyone') return true
  if (!actor) return false
  if (actor.via === 'session' && actor.session?.stage === 'enrol') return name === 'enrolling'
  if (actor.via === 'key' && !permission.scopes?.some((scope) => actor.scopes.includes(scope))) return false
  if (permission.roles === 'signed-in') return true
  const allowed = permission.roles
  if (allowed.length === 0)
    return actor.via === 'key' && (permission.keyOwners?.some((role) => actor.roles.includes(role)) ?? true)
  return actor.roles.some((role) => allowed.includes(role))
}

/** The roles of which somebody needs one to own a key with this scope; undefined where anybody may. */
export function keyOwnersOf(scope: Scope): readonly Role[] | undefined {
  const all: readonly Permission[] = Object.values(permissions)
  return all.find(({ scopes: taken, keyOwners }) => keyOwners && taken?.includes(scope))?.keyOwners
}
