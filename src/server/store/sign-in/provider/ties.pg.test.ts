import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { readRoleMap } from '#server/auth/oidc/role-map.ts'
import { openBrowser } from '#testing/browse.ts'
import { type ProviderServer, startProviderServer } from '#testing/provider-server.ts'

let at: ProviderServer
beforeAll(async () => {
  at = await startProviderServer(inject('postgresUrl'), { tieByEmail: true })
})
afterAll(() => at.close())

const db = () => at.server.database.store.db

/** Who somebody with these claims is here; the reason where they are nobody. */
async function signIn(server: ProviderServer, login: string, claims: Readonly<Record<string, unknown>>) {
  server.provider.people.set(login, claims)
  const browser = openBrowser()
  const { address } = await server.signIn(browser, login)
  const who = await server.whoIs(browser)
  return who === 401 ? new URL(address).searchParams.get('reason') : who
}
const tiedTo = async (id: string) =>
  (await db().selectFrom('tied_identity').select('subject').where('person_id', '=', id).execute()).map(
    ({ subject }) => subject,
  )

describe('a tie by id', () => {
  test('is made once: the identity stays with its person, whatever its claims say later', async () => {
    await at.addPerson({ id: 'a-1' })
    await at.addPerson({ id: 'a-2' })
    expect(await signIn(at, 'a', { employee: 'a-1' })).toBe('a-1')
    expect(await signIn(at, 'a', { employee: 'a-2' })).toBe('a-1')
    expect([await tiedTo('a-1'), await tiedTo('a-2')]).toEqual([['a'], []])
  })

  test('is not made to one who is tied already', async () => {
    expect(await signIn(at, 'another-a', { employee: 'a-1' })).toBe('NO_ACCESS')
    expect(await tiedTo('a-1')).toEqual(['a'])
  })

  test('is not made to somebody of another type, the local type, or the demonstration', async () => {
    await at.addPerson({ id: 'b-1', user_type: 'OktaUser' })
    await at.addPerson({ id: 'b-2', user_type: 'localCookieUser' })
    await at.addPerson({ id: 'b-3', demo: true })
    for (const id of ['b-1', 'b-2', 'b-3'])
      expect(await signIn(at, id, { employee: id }), id).toBe('NO_ACCESS')
  })

  test('is not made to one with a password or a passkey of their own', async () => {
    await at.addPerson({ id: 'c-1' })
    await at.addPerson({ id: 'c-2' })
    const of = (person_id: string) => ({ user_type: 'OidcUser', person_id })
    const none = { password_changed_at: null, totp_secret: null, totp_last_step: null }
    await db()
      .insertInto('local_account')
      .values({ ...of('c-1'), password_hash: 'x', ...none })
      .execute()
    const passkey = {
      credential_id: 'x',
      public_key: Buffer.from('x'),
      counter: '0',
      name: 'x',
      last_used_at: null,
    }
    await db()
      .insertInto('passkey')
      .values({ ...of('c-2'), ...passkey, created_at: new Date().toISOString() })
      .execute()
    for (const id of ['c-1', 'c-2']) expect(await signIn(at, id, { employee: id }), id).toBe('NO_ACCESS')
  })

  test('to staff is marked in the log, for admins to see', async () => {
    await at.addPerson({ id: 'd-1', roles: ['auditor'] })
    expect(await signIn(at, 'd', { employee: 'd-1' })).toBe('d-1')
    const tie = (await at.log()).findLast(({ action }) => action === 'IDENTITY_TIED')
    expect(tie).toMatchObject({ person_id: 'd-1', detail: { by: 'ID', staff: true } })
  })

  test('follows the type of the Global IdP settings, once they are enabled', async () => {
    await at.addPerson({ id: 'e-1', user_type: 'OktaUser' })
    const idp = { user_type: 'OktaUser' }
    const put = async (value: object) => {
      const cookie = await at.server.signIn('root', 'admin')
      const path = '/api/private/workflows/access/global_settings/global_idp_settings'
      const headers = { 'sec-fetch-site': 'same-origin', 'x-requested-with': 'countersign', cookie }
      const json = { ...headers, 'content-type': 'application/json' }
      expect((await at.server.send('PUT', path, json, { value })).status).toBe(200)
    }
    await put({ enabled: false, idp })
    expect(await signIn(at, 'e', { employee: 'e-1' })).toBe('NO_ACCESS')
    await put({ enabled: true, idp })
    expect(await signIn(at, 'e', { employee: 'e-1' })).toBe('e-1')
    await put({ enabled: true, idp: { user_type: 'localCookieUser' } })
    await at.addPerson({ id: 'e-2', user_type: 'localCookieUser' })
    expect(await signIn(at, 'e2', { employee: 'e-2' })).toBe('NO_ACCESS')
    await put({})
  })

  test('takes a number that is exact, and none that may have been rounded', async () => {
    await at.addPerson({ id: '4711' })
    expect(await signIn(at, 'exact', { employee: 4711 })).toBe('4711')
    // What …995 becomes where it is read.
    await at.addPerson({ id: '9007199254740996' })
    expect(await signIn(at, 'rounded', { employee: 9_007_199_254_740_996 })).toBe('NO_ACCESS')
  })

  test('two sign-ins at once tie once', async () => {
    await at.addPerson({ id: 'f-1' })
    expect(await Promise.all(['f', 'f2'].map((login) => signIn(at, login, { employee: 'f-1' })))).toEqual(
      expect.arrayContaining(['f-1', 'NO_ACCESS']),
    )
    expect(await tiedTo('f-1')).toHaveLength(1)
    await at.addPerson({ id: 'f-3' })
    expect(await Promise.all([1, 2, 3].map(() => signIn(at, 'f3', { employee: 'f-3' })))).toEqual(
      Array(3).fill('f-3'),
    )
  })

  test.each([
    ['with a NUL', 'a\u0000b'],
    ['half of a pair', '\ud800'],
    ['a list', ['a-2']],
    ['nothing', ''],
  ])('a claim that is no text (%s) belongs to nobody', async (name, employee) => {
    expect(await signIn(at, `odd ${name}`, { employee })).toBe('NO_ACCESS')
  })
})

describe('a tie by email', () => {
  const verified = (email: string) => ({ employee: 'unknown', email, email_verified: true })

  test('is made to the one person who has it, whatever its case', async () => {
    await at.addPerson({ id: 'm-1', email: 'Mia@Example.com' })
    expect(await signIn(at, 'mia', verified('mia@example.COM'))).toBe('m-1')
    expect((await at.log()).findLast(({ action }) => action === 'IDENTITY_TIED')?.detail).toMatchObject({
      by: 'EMAIL',
    })
  })

  test.each([
    ['that is not verified', { employee: 'unknown', email: 'n-1@example.com', email_verified: false }],
    ['of which nothing is said', { employee: 'unknown', email: 'n-1@example.com' }],
    ['that only looks verified', { employee: 'unknown', email: 'n-1@example.com', email_verified: 'true' }],
  ])('is not made by one %s', async (name, claims) => {
    await at.addPerson({ id: `n-${name}`, email: 'n-1@example.com' }).catch(() => undefined)
    await db().deleteFrom('person').where('email', '=', 'n-1@example.com').execute()
    await at.addPerson({ id: 'n-1' })
    expect(await signIn(at, `n ${name}`, claims)).toBe('NO_ACCESS')
  })

  test.each(['admin', 'operator', 'auditor'] satisfies Role[])(
    'is never made to staff (%s)',
    async (role) => {
      await at.addPerson({ id: `staff-${role}`, roles: ['reviewer', role] })
      expect(await signIn(at, `t ${role}`, verified(`staff-${role}@example.com`))).toBe('NO_ACCESS')
    },
  )

  test('is not made by an email with a sign that only folds to a letter of it', async () => {
    await at.addPerson({ id: 'kim', email: 'kim@example.com' })
    expect(await signIn(at, 'kelvin', verified('\u212aim@example.com'))).toBe('NO_ACCESS')
    expect(await signIn(at, 'kim', verified('kim@example.com'))).toBe('kim')
  })

  test('is not made where two people have it, of whatever type', async () => {
    await at.addPerson({ id: 'p-1', email: 'shared@example.com' })
    await at.addPerson({ id: 'p-2', user_type: 'localCookieUser', email: 'Shared@example.com' })
    expect(await signIn(at, 'p', verified('shared@example.com'))).toBe('NO_ACCESS')
  })

  test('is not made to whom a tie by id would not be made either', async () => {
    await at.addPerson({ id: 'q-1', user_type: 'localCookieUser' })
    await at.addPerson({ id: 'q-2', demo: true })
    for (const id of ['q-1', 'q-2', 'a-1'])
      expect(await signIn(at, `q ${id}`, verified(`${id}@example.com`)), id).toBe('NO_ACCESS')
  })
})

test('an email ties nobody unless an admin has switched that on', async () => {
  const off = await startProviderServer(inject('postgresUrl'))
  await off.addPerson({ id: 'm-1', email: 'mia@example.com' })
  const claims = { employee: 'unknown', email: 'mia@example.com', email_verified: true }
  expect(await signIn(off, 'mia', claims)).toBe('NO_ACCESS')
  await off.close()
})

describe('roles by claims', () => {
  let mapped: ProviderServer
  beforeAll(async () => {
    const roles = readRoleMap('Admins=admin; Reviewers=reviewer; Audit=auditor,reviewer') ?? new Map()
    mapped = await startProviderServer(inject('postgresUrl'), {
      roles: { claim: 'groups', roles },
      tieByEmail: true,
    })
    for (const id of ['r-1', 'r-2']) await mapped.addPerson({ id, roles: ['operator'] })
  })
  afterAll(() => mapped.close())
  const rolesOf = async (id: string) => {
    const store = mapped.server.database.store.db
    return (await store.selectFrom('person').select('roles').where('id', '=', id).executeTakeFirst())?.roles
  }

  test('the first admin is made by them, and the entrance is closed then', async () => {
    expect(await signIn(mapped, 'r', { employee: 'r-1', groups: ['Admins', 'Other'] })).toBe('r-1')
    expect(await rolesOf('r-1')).toEqual(['admin'])
    const closed = await mapped.server.database.store.db
      .selectFrom('entrance_closed')
      .select('reason')
      .execute()
    expect(closed).toEqual([{ reason: 'PROVIDER_SIGN_IN' }])
    expect((await mapped.log()).find(({ action }) => action === 'ROLES_SET')).toMatchObject({
      person_id: 'r-1',
      detail: { before: ['operator'], after: ['admin'] },
    })
  })

  test('the last admin stays one, and the log says why', async () => {
    expect(await signIn(mapped, 'r', { employee: 'r-1', groups: ['Reviewers'] })).toBe('r-1')
    expect(await rolesOf('r-1')).toEqual(['admin', 'reviewer'])
    expect((await mapped.log()).findLast(({ action }) => action === 'ROLES_SET')?.detail).toMatchObject({
      kept: 'LAST_ADMIN',
    })
    expect(await signIn(mapped, 'r2', { employee: 'r-2', groups: 'Admins' })).toBe('r-2')
    expect(await signIn(mapped, 'r', { employee: 'r-1', groups: ['Audit'] })).toBe('r-1')
    expect(await rolesOf('r-1')).toEqual(['reviewer', 'auditor'])
  })

  test('an email ties nobody whom claims make staff', async () => {
    await mapped.addPerson({ id: 'r-3', email: 'r-3@example.com', roles: ['reviewer'] })
    const claims = { employee: 'unknown', email: 'r-3@example.com', email_verified: true }
    expect(await signIn(mapped, 'r3', { ...claims, groups: ['Admins'] })).toBe('NO_ACCESS')
    expect(await signIn(mapped, 'r3', { ...claims, groups: ['Reviewers'] })).toBe('r-3')
  })

  test('that are others than before end the sessions that were begun with those', async () => {
    await mapped.addPerson({ id: 'r-4', roles: ['reviewer'] })
    const [here, there] = [openBrowser(), openBrowser()]
    const claims = (...groups: string[]) => mapped.provider.people.set('r4', { employee: 'r-4', groups })
    claims('Reviewers')
    for (const browser of [here, there]) await mapped.signIn(browser, 'r4')
    expect([await mapped.whoIs(here), await mapped.whoIs(there)]).toEqual(['r-4', 'r-4'])
    claims('Audit')
    await mapped.signIn(here, 'r4')
    expect([await mapped.whoIs(here), await mapped.whoIs(there)]).toEqual(['r-4', 401])
  })

  test('who has none by claims has none here, at once', async () => {
    mapped.provider.people.set('r', { employee: 'r-1', groups: ['Audit'] })
    const browser = openBrowser()
    await mapped.signIn(browser, 'r')
    expect(await mapped.whoIs(browser)).toBe('r-1')
    expect(await signIn(mapped, 'r', { employee: 'r-1' })).toBe('NO_ROLES')
    expect(await mapped.whoIs(browser)).toBe(401)
    expect(await rolesOf('r-1')).toEqual([])
  })

  test('the session says that roles come from claims', async () => {
    const browser = openBrowser()
    await mapped.signIn(browser, 'r2')
    const { text } = await browser.call('GET', `${mapped.url}/app/v1/session`)
    expect(JSON.parse(text)).toMatchObject({ value: { roles_from_claims: true } })
  })
})
