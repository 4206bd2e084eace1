import { expect, test } from 'vitest'
import { aUser } from '#testing/review-data.ts'
import {
  holds,
  keyOwnersOf,
  type PermissionName,
  permissions,
  type Role,
  roles,
  type Scope,
  scopes,
  scopesFor,
} from './permissions.ts'

/** Who is let in, said once more beside the table itself, which the routes and their matrix of tests follow. */
const wanted: Readonly<
  Record<PermissionName, { readonly roles: readonly Role[]; readonly scopes: readonly Scope[] }>
> = {
  public: { roles, scopes },
  session: { roles, scopes: [] },
  enrolling: { roles, scopes: [] },
  'keys:manage': { roles: ['admin', 'operator', 'auditor'], scopes: [] },
  'people:read': { roles: ['admin', 'auditor'], scopes: [] },
  'people:manage': { roles: ['admin'], scopes: [] },
  'activity:read': { roles: ['admin', 'operator', 'auditor'], scopes: ['activity:read'] },
  'activity:export': { roles: ['admin', 'auditor'], scopes: ['activity:export'] },
  'reviews:read': { roles, scopes: ['reviews:read'] },
  'reviews:export': { roles, scopes: ['reviews:export'] },
  'exports:read': { roles, scopes: ['activity:export', 'reviews:export'] },
  'reviews:decide': {
    roles: ['admin', 'operator', 'reviewer'],
    scopes: ['reviews:decide', 'reviews:assign', 'reviews:fix'],
  },
  'reviews:assign': { roles, scopes: ['reviews:assign'] },
  'reviews:run': { roles: ['admin', 'operator'], scopes: ['reviews:run'] },
  'reviews:force': { roles: ['admin'], scopes: ['reviews:force'] },
  'reviews:settings:read': { roles: ['admin', 'operator', 'auditor'], scopes: ['reviews:settings'] },
  'reviews:settings': { roles: ['admin'], scopes: ['reviews:settings'] },
  'hooks:write': { roles: [], scopes: ['hooks:write'] },
  'ops:metrics': { roles: [], scopes: ['ops:metrics'] },
}
const runners: readonly Role[] = ['admin', 'operator']
const names = Object.keys(permissions) as PermissionName[]
const person = (role: Role) => ({ id: role, name: role, user: aUser(role), roles: [role] })

test.each(names)('T36 %s lets in these roles and, of an admin, keys of these scopes alone', (name) => {
  const withSession = roles.filter((role) => holds({ ...person(role), via: 'session' }, name))
  const withKey = scopes.filter((scope) => holds({ ...person('admin'), via: 'key', scopes: [scope] }, name))
  expect({ roles: withSession, scopes: withKey }).toEqual(wanted[name])
})

test.each(names)('T36 %s gives no key more than its owner has', (name) => {
  const { roles: may } = wanted[name]
  const withKey = roles.filter((role) => holds({ ...person(role), via: 'key', scopes }, name))
  const whoever = name === 'ops:metrics'
  const none = wanted[name].scopes.length === 0
  expect(withKey).toEqual(name === 'hooks:write' ? runners : whoever ? roles : none ? [] : may)
})

test('T36 a key that writes what integrations report is made for those alone who run certifications', () => {
  expect(scopes.flatMap((scope) => keyOwnersOf(scope) ?? [])).toEqual(runners)
  expect(keyOwnersOf('hooks:write')).toEqual(runners)
})

test.each([
  [['admin'], scopes],
  [['operator'], scopes.filter((scope) => scope !== 'reviews:force' && scope !== 'activity:export')],
  [['auditor'], ['activity:read', 'activity:export', 'reviews:read', 'reviews:export', 'ops:metrics']],
  [
    ['auditor', 'reviewer'],
    ['activity:read', 'activity:export', 'reviews:read', 'reviews:export', 'ops:metrics'],
  ],
  [['reviewer'], []],
  [[], []],
] as const)(
  '%j make keys in the page for what their roles hold, auditors for reading alone',
  (held, wanted) => {
    expect(scopesFor(held)).toEqual(wanted)
  },
)
