import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { changeDirectory, putPeople } from '../store/reviews/people/change-people.ts'
import { createAccounts } from '../store/sign-in/accounts.ts'
import { countSignInAdmins } from '../store/sign-in/admins.ts'
import { closeForAdmin, isStillOpen } from '../store/sign-in/entrance.ts'
import { putAdmin, putPassword } from '../store/sign-in/first-admin.ts'
import { makePasswordLink, makeSetUpLink } from '../store/sign-in/one-time-links.ts'
import { createPasskeys } from '../store/sign-in/passkeys.ts'
import { createSealing } from '../store/sign-in/sealing.ts'
import { createSecondFactors } from '../store/sign-in/second-factors.ts'
import { noteProviderInUse } from '../store/sign-in/provider/provider-in-use.ts'
import { startSession } from '../store/sign-in/start-session.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterEach(() => server.close())

const db = () => server.database.store.db
const clock = () => new Date()
const passkey = { id: 'c', publicKey: new Uint8Array(1), counter: 0, transports: [] }
const made = { passkey, name: 'a key', codes: ['a code'] }
const sessionOf = async (actor: string) => {
  const row = db().selectFrom('session').select('id').where('actor', '=', actor)
  return { ...(await row.executeTakeFirstOrThrow()), stage: 'complete' as const }
}
const pathOf = (id: string, verb = '') => `/app/v1/directory/localCookieUser/${id}${verb}`

describe('the entrance closes', () => {
  /** Ada is an admin who could not sign in again: the entrance is open still. */
  async function byAda(method: string, path: string, body: object = {}) {
    const headers = { ...pageHeaders, cookie: await server.signIn('ada', 'admin') }
    expect(await isStillOpen(db())).toBe(true)
    return await server.send(method, path, headers, body)
  }
  const withPassword = async (id: string, role: Role) => {
    await server.signIn(id, role)
    await putPassword(db(), aUser(id), 'hash', { by: 'terminal', now: clock() })
  }

  test('when an admin gives the role to somebody who can sign in', async () => {
    await withPassword('bo', 'reviewer')
    const set = await byAda('PUT', pathOf('bo', '/roles'), { roles: ['admin'] })
    expect([set.status, await isStillOpen(db())]).toEqual([200, false])
  })

  test('when an admin activates one', async () => {
    await withPassword('bo', 'reviewer')
    const is = { deactivated_at: clock().toISOString(), roles: ['admin' as const] }
    await db().updateTable('person').set(is).where('id', '=', 'bo').execute()
    const activated = await byAda('POST', pathOf('bo', '/activation'))
    expect([activated.status, await isStillOpen(db())]).toEqual([200, false])
  })

  test('when a file of people is imported, not when it is looked at', async () => {
    const file = 'user_type,id,email,name,roles\nstaff,1,bo@example.com,Bo,reviewer\n'
    const preview = await byAda('POST', '/app/v1/directory:preview_import', { file })
    expect(await isStillOpen(db())).toBe(true)
    const seen = (preview.body as { value: { preview: string } }).value.preview
    const done = await byAda('POST', '/app/v1/directory:import', { file, preview: seen })
    expect([done.status, await isStillOpen(db())]).toEqual([200, false])
  })

  test('when an admin gets a passkey', async () => {
    await server.signIn('ada', 'admin')
    await createPasskeys(db(), clock).addPasskey(aUser('ada'), made, await sessionOf('ada'))
    expect(await isStillOpen(db())).toBe(false)
  })
})

test('the last admin who can sign in keeps the passkey by which they do', async () => {
  await server.signIn('ada', 'admin')
  const app = { person_id: 'ada', user_type: aUser('ada').user_type, totp_secret: Buffer.from('sealed') }
  await db()
    .insertInto('local_account')
    .values({ ...app, password_hash: null })
    .execute()
  const factors = createSecondFactors(db(), clock, createSealing(Buffer.alloc(32)))
  await createPasskeys(db(), clock).addPasskey(aUser('ada'), made, await sessionOf('ada'))
  await expect(factors.removePasskey(aUser('ada'), passkey.id)).rejects.toThrow(
    'the last admin who can sign in',
  )
  await putPassword(db(), aUser('ada'), 'hash', { by: 'terminal', now: clock() })
  await factors.removePasskey(aUser('ada'), passkey.id)
})

test('a tie to another provider than the one in use lets no admin sign in', async () => {
  await server.signIn('ada', 'admin')
  const { user_type } = aUser('ada')
  const tie = { user_type, person_id: 'ada', issuer: 'https://old.example', subject: 's', tied_by: 'ID' }
  await db()
    .insertInto('tied_identity')
    .values({ ...tie, tied_at: clock().toISOString() })
    .execute()
  for (const [issuer, admins] of [
    [undefined, 0],
    ['https://old.example', 1],
    ['https://new.example', 0],
  ] as const) {
    await noteProviderInUse(db(), issuer)
    expect([issuer, await countSignInAdmins(db())]).toEqual([issuer, admins])
  }
  await closeForAdmin(db())
  expect(await isStillOpen(db())).toBe(true)
  await server.signIn('bo', 'admin')
  await putPassword(db(), aUser('bo'), 'hash', { by: 'terminal', now: clock() })
  const headers = { ...pageHeaders, cookie: await server.signIn('ada', 'admin') }
  expect(await server.send('POST', pathOf('bo', '/deactivation'), headers, {})).toMatchObject({
    status: 400,
    body: { reason: 'LAST_ADMIN' },
  })
})

test('a sign-in that closes the entrance and a change of the directory do not wait for each other', async () => {
  await server.signIn('ada', 'admin')
  const [signingIn, changed] = [aGate(), aGate()]
  const change = changeDirectory(db(), async (directory) => {
    await directory.updateTable('person').set({ name: 'Ada L.' }).where('id', '=', 'ada').execute()
    const account = { person_id: 'ada', user_type: aUser('ada').user_type, password_hash: 'hash' }
    await directory.insertInto('local_account').values(account).execute()
    changed.open()
    await signingIn.promise
    await closeForAdmin(directory)
  })
  await changed.promise
  const from = { userAgent: '', address: '127.0.0.1' }
  const who = { person: aUser('ada'), method: 'oidc', stage: 'complete' } as const
  const started = startSession(db(), clock, { ...who, replaced: undefined, from })
  await expect.poll(waiting).toBeGreaterThan(0)
  signingIn.open()
  expect((await Promise.allSettled([change, started])).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
  ])
  expect(await isStillOpen(db())).toBe(false)
})

function aGate() {
  let open = (): void => undefined
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open: () => open() }
}

/** How many wait for a lock of this database. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ number: number }>`SELECT count(*)::integer AS number FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db())
  return rows[0]?.number ?? 0
}

test('accounts of the demonstration get no password, no second factor, and keep nothing of a profile', async () => {
  const headers = { ...pageHeaders, cookie: await server.signInDemo('omar', 'admin') }
  const calls = [
    ['POST', '/app/v1/password', { current: 'x', password: 'a wolf takes the tram' }],
    ['PUT', '/app/v1/profile', { time_zone: 'Europe/Berlin' }],
    ['POST', '/app/v1/second_factors:begin_totp', {}],
    ['POST', '/app/v1/second_factors:confirm_totp', { code: '123456' }],
    ['POST', '/app/v1/second_factors:remove_totp', {}],
    ['POST', '/app/v1/second_factors:make_recovery_codes', {}],
    ['POST', '/app/v1/passkeys:begin', {}],
    ['POST', '/app/v1/passkeys', { response: { id: 'c', response: {} }, name: 'a key' }],
    ['POST', '/app/v1/passkeys/c:remove', {}],
  ] as const
  for (const [method, path, body] of calls)
    expect([path, await server.send(method, path, headers, body)]).toMatchObject([
      path,
      { status: 403, body: { reason: 'DEMO_ACCOUNT' } },
    ])
})

describe('two local accounts with one email are not made', () => {
  const rené = 'Rene\u0301@example.com'
  const taken = { status: 400, body: { reason: 'EMAIL_TAKEN' } }
  let headers: Record<string, string>
  const by = { by: 'terminal', now: new Date() } as const
  const send = (method: string, path: string, body: object) => server.send(method, path, headers, body)
  beforeEach(async () => {
    headers = { ...pageHeaders, cookie: await server.signIn('ada', 'admin') }
    const one = { user_type: 'staff', id: 'one', name: 'René', roles: ['reviewer' as const] }
    await changeDirectory(db(), (directory) =>
      putPeople(directory, [
        { ...one, email: ' RENÉ@example.com' },
        { ...one, id: 'two', email: 'two@example.com' },
      ]),
    )
    await putPassword(db(), { user_type: 'staff', id: 'one' }, 'hash', by)
  })

  test('by a person who is added', async () => {
    const added = await send('POST', '/app/v1/directory', {
      email: rené,
      name: 'R',
      roles: ['reviewer'],
      local_account: true,
    })
    expect(added.status).toBe(409)
  })

  test('by a file, at the page and in a terminal', async () => {
    await putPassword(db(), { user_type: 'staff', id: 'two' }, 'hash', by)
    const file = `user_type,id,email\nstaff,two,${rené}\n`
    expect(await send('POST', '/app/v1/directory:preview_import', { file })).toMatchObject({
      body: { value: { changed: 0, rejected: 1, problems: [{ line: 2, field: 'email' }] } },
    })
    await expect(
      changeDirectory(db(), (directory) =>
        putPeople(directory, [{ user_type: 'staff', id: 'two', email: rené }]),
      ),
    ).rejects.toThrow('staff one, staff two')
  })

  test('by a link or a password for whom a file gave the email of an account', async () => {
    await changeDirectory(db(), (directory) =>
      putPeople(directory, [{ user_type: 'staff', id: 'two', email: rené }]),
    )
    expect(await send('POST', '/app/v1/directory/staff/two/password_link', {})).toMatchObject(taken)
    const password = db()
      .transaction()
      .execute((transaction) => putPassword(transaction, { user_type: 'staff', id: 'two' }, 'hash', by))
    await expect(password).rejects.toThrow('staff one, staff two')
    // Whoever has a link of before is not told who the others are.
    const { token } = await makePasswordLink(db(), { user_type: 'staff', id: 'two' }, 'terminal', clock())
    const byLink = await send('POST', '/app/v1/links:set_password', { token, password: 'seven small boats' })
    expect(byLink).toMatchObject(taken)
    expect(JSON.stringify(byLink.body)).toContain('Ask an admin to give one of you another email')
    expect(JSON.stringify(byLink.body)).not.toMatch(/staff|one@|ren/i)
    expect((await send('POST', '/app/v1/links:open', { token })).status).toBe(200)
    // Who has it signs in by it, however it is typed.
    expect((await createAccounts(db(), clock).findByEmail(`${rené} `))?.person.id).toBe('one')
  })

  test('by the set-up of the first admin or by add-admin', async () => {
    await putPassword(db(), { user_type: 'staff', id: 'two' }, 'hash', by)
    const two = { user_type: 'staff', id: 'two', email: rené, name: 'R' }
    const added = db()
      .transaction()
      .execute((transaction) => putAdmin(transaction, two, by))
    await expect(added).rejects.toThrow('staff one, staff two')
    const { token } = await makeSetUpLink(db(), 'terminal', clock())
    const admin = { token, email: rené.toLowerCase(), name: 'R', password: 'seven small boats' }
    expect((await send('POST', '/app/v1/set_up', admin)).status).toBe(200)
    const roles = await db().selectFrom('person').select('roles').where('id', '=', 'one').execute()
    expect(roles).toEqual([{ roles: ['admin', 'reviewer'] }])
  })
})
