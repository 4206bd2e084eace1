import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { rawGet, rawRequest } from '#testing/raw-http.ts'
import { aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { demoPeople } from '../demo/reviews/people.ts'
import { startImport } from '../store/activity/imports.ts'
import { signIn as migration } from '../store/migrations/0018-sign-in.ts'
import { changeDirectory, putPeople } from '../store/reviews/people/change-people.ts'
import { addDemoPeople } from '../store/reviews/demo/demo-data.ts'
import { keepAnAdmin, refuseLastAdmin } from '../store/sign-in/admins.ts'
import { closeEntrance, closeForAdmin, isStillOpen } from '../store/sign-in/entrance.ts'
import { putAdmin, putPassword } from '../store/sign-in/first-admin.ts'
import { notesAtStart } from '../store/sign-in/first-admin-notes.ts'
import { makePasswordLink } from '../store/sign-in/one-time-links.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterEach(() => server.close())

const db = () => server.database.store.db
const start = (body: unknown = {}) => server.send('POST', '/app/v1/session', pageHeaders, body)
const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')?.split(';')[0] ?? ''
const whoIs = async (cookie: string) =>
  (await server.send('GET', '/app/v1/session', { ...pageHeaders, cookie })).status
const workflows = '/api/preview/awf/workflows'
const by = { by: 'terminal', now: new Date() } as const

describe('an entrance that closes', () => {
  test('ends the sessions that were begun there and the keys of accounts, and lets nobody in again', async () => {
    const local = cookieOf(await start())
    const demo = await server.signInDemo('omar', 'admin')
    const own = await server.signIn('ana', 'operator')
    const keys = {
      demo: await server.keyOf(aUser('omar'), 'reviews:read'),
      own: await server.keyOf(aUser('ana'), 'reviews:read'),
      local: await server.key('reviews:read'),
    }
    const begun = await db().selectFrom('session').selectAll().where('method', '=', 'entrance').execute()
    expect(await closeEntrance(db(), 'IMPORT')).toMatchObject({ sessions: 2, keys: [{ id: 'omar' }] })
    expect([await whoIs(local), await whoIs(demo), await whoIs(own)]).toEqual([401, 401, 200])
    // One that is there all the same, whenever it was begun, lets nobody in either.
    await db().insertInto('session').values(begun).execute()
    expect([await whoIs(local), await whoIs(demo)]).toEqual([401, 401])
    const status = async (key: string) => (await server.get(workflows, key)).status
    expect([await status(keys.demo), await status(keys.own), await status(keys.local)]).toEqual([
      401, 200, 200,
    ])
    for (const body of [{}, { account: { user_type: 'localCookieUser', id: 'omar' } }]) {
      const refused = await start(body)
      expect(refused.status).toBe(403)
      expect(refused.body).toMatchObject({ reason: 'ENTRANCE_CLOSED' })
      expect(refused.headers.has('set-cookie')).toBe(false)
    }
    expect((await server.get('/app/v1/accounts')).body).toMatchObject({ values: [], local: false })
    expect(await closeEntrance(db(), 'FIRST_ADMIN')).toBeUndefined()
    const log = await db().selectFrom('account_log').select(['action', 'person_id', 'detail']).execute()
    expect(log).toContainEqual({
      action: 'ENTRANCE_CLOSED',
      person_id: null,
      detail: { reason: 'IMPORT', sessions: 2, keys: 1 },
    })
    expect(log.filter(({ action }) => action === 'KEY_REVOKED')).toMatchObject([{ person_id: 'omar' }])
  })

  test('leaves a browser the session that it has, where it asks for none in particular', async () => {
    const demo = await server.signInDemo('omar', 'admin')
    const ask = (cookie: string, body: object) =>
      server.send('POST', '/app/v1/session', { ...pageHeaders, cookie }, body)
    const kept = await ask(demo, {})
    expect(kept.body).toMatchObject({ value: { actor: { user: { id: 'omar' } } } })
    expect(kept.headers.has('set-cookie')).toBe(false)
    const other = await ask(demo, { account: { user_type: 'localCookieUser', id: 'omar' } })
    expect(cookieOf(other)).not.toBe('')
    await closeEntrance(db(), 'IMPORT')
    expect((await ask(await server.signIn('ana', 'operator'), {})).status).toBe(200)
    expect((await ask(cookieOf(other), {})).status).toBe(403)
  })

  test('leaves the local user an auditor whose keys read, and takes no new keys for accounts', async () => {
    await server.signInDemo('omar', 'admin')
    await closeEntrance(db(), 'IMPORT')
    const key = await server.key('activity:read')
    expect((await server.get('/api/private/lifecycle_management/action_events', key)).status).toBe(200)
    await expect(server.keyOf(aUser('omar'), 'reviews:read')).rejects.toThrow('demonstration')
  })

  test('behind a proxy that says nothing of itself it lets nobody in, and shows no figures', async () => {
    const nginx = { host: '127.0.0.1', connection: 'close' } as const
    const host = { ...nginx, host: `127.0.0.1:${server.port}` }
    expect((await rawGet(server.port, '/metrics', host)).status).toBe(200)
    await closeEntrance(db(), 'IMPORT')
    expect((await rawGet(server.port, '/metrics', host)).status).toBe(401)
    const lines = Object.entries({ ...pageHeaders, ...host, 'content-length': '2' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    const answer = await rawRequest(server.port, `POST /app/v1/session HTTP/1.1\r\n${lines.join('')}\r\n{}`)
    expect(answer.status).toBe(403)
  })

  test('leaves no session open that was being begun meanwhile', async () => {
    // The closing is under way: what begins now waits for it.
    const closing = aGate()
    const closed = db()
      .transaction()
      .execute(async (transaction) => {
        await closeEntrance(transaction, 'IMPORT')
        await closing.promise
      })
    await expect.poll(locks).toContain('ShareRowExclusiveLock')
    const begun = start()
    await expect.poll(locks).toContain('waiting ShareLock')
    closing.resolve()
    await closed
    expect((await begun).status).toBe(404)
    expect(await db().selectFrom('session').select('id').execute()).toEqual([])
  })

  test('waits for a session that is being begun, and ends it', async () => {
    const beginning = aGate()
    const begun = db()
      .transaction()
      .execute(async (transaction) => {
        const { holdEntrance } = await import('../store/sign-in/entrance.ts')
        await holdEntrance(transaction)
        const at = new Date().toISOString()
        const expires_at = new Date(Date.now() + 60_000).toISOString()
        const who = { user_type: 'localCookieUser', actor: 'local', id: 'x', method: 'entrance' } as const
        const times = { created_at: at, expires_at, authenticated_at: at, last_used_at: at }
        await transaction
          .insertInto('session')
          .values({ token_hash: Buffer.from('x'), ...who, ...times })
          .execute()
        await beginning.promise
      })
    await expect.poll(locks).toContain('ShareLock')
    const closed = closeEntrance(db(), 'IMPORT')
    await expect.poll(locks).toContain('waiting ShareRowExclusiveLock')
    beginning.resolve()
    await begun
    expect(await closed).toMatchObject({ sessions: 1 })
    expect(await db().selectFrom('session').select('id').execute()).toEqual([])
  })
})

function aGate() {
  let resolve = (): void => undefined
  const promise = new Promise<void>((open) => (resolve = open))
  return { promise, resolve: () => resolve() }
}

async function locks(): Promise<string[]> {
  const { rows } = await sql<{ mode: string; granted: boolean }>`
    SELECT mode, granted FROM pg_locks WHERE relation = 'entrance_closed'::regclass`.execute(db())
  return rows.map(({ mode, granted }) => (granted ? mode : `waiting ${mode}`))
}

describe('the first admin who can sign in', () => {
  const ada = aUser('ada')

  test.each([
    ['a password', () => putPassword(db(), ada, 'hash', by)],
    [
      'the role',
      async () =>
        void (await changeDirectory(db(), (directory) =>
          putPeople(directory, [{ ...ada, roles: ['admin'] }]),
        )),
    ],
  ])('closes the entrance when %s is what was missing', async (what, complete) => {
    if (what === 'the role')
      await changeDirectory(db(), (directory) => putPeople(directory, [{ ...ada, roles: ['reviewer'] }]))
    else await putAdmin(db(), ada, by)
    if (what === 'the role') await putPassword(db(), ada, 'hash', by)
    expect([await closeForAdmin(db()), await isStillOpen(db())]).toEqual([undefined, true])
    await complete()
    expect(await isStillOpen(db())).toBe(false)
  })

  test.each(['local', 'system'])('is not %s of the server’s own people, however it is tried', async (id) => {
    const own = {
      user_type: id === 'local' ? 'localCookieUser' : 'system',
      id,
      email: 'x@example.com',
      name: 'X',
    }
    const ways = [
      () => changeDirectory(db(), (directory) => putPeople(directory, [{ ...own, roles: ['admin'] }])),
      () => putAdmin(db(), own, by),
      () => makePasswordLink(db(), own, 'terminal', by.now),
    ]
    for (const way of ways) await expect(way()).rejects.toThrow('is the server’s own, and nobody')
  })

  test('keeps no session that was begun without the role', async () => {
    const cookie = await server.signIn('ada', 'operator')
    await putAdmin(db(), ada, by)
    expect(await whoIs(cookie)).toBe(401)
    const again = await server.signIn('ada', 'admin')
    await putAdmin(db(), ada, by)
    expect(await whoIs(again)).toBe(200)
  })

  test('closes it at their sign-in at the latest', async () => {
    await putAdmin(db(), ada, by)
    const passkey = { user_type: ada.user_type, person_id: ada.id, credential_id: 'c', name: 'key' }
    const rest = {
      public_key: Buffer.from('k'),
      counter: '0',
      created_at: by.now.toISOString(),
      last_used_at: null,
    }
    await db()
      .insertInto('passkey')
      .values({ ...passkey, ...rest })
      .execute()
    expect(await isStillOpen(db())).toBe(true)
    await server.signIn('ada', 'admin')
    expect(await isStillOpen(db())).toBe(false)
  })

  test.each([
    ['of the demonstration', { demo: true }],
    ['deactivated', { deactivated_at: new Date().toISOString() }],
    ['without the role', { roles: ['operator'] }],
  ])('is nobody %s', async (_, is) => {
    await putAdmin(db(), ada, by)
    await db().updateTable('person').set(is).where('id', '=', ada.id).execute()
    await putPassword(db(), ada, 'hash', by)
    expect(await isStillOpen(db())).toBe(true)
  })

  test('is not taken away by anything while they are the last', async () => {
    await putAdmin(db(), ada, by)
    await putPassword(db(), ada, 'hash', by)
    await putAdmin(db(), aUser('bo'), by) // an admin who cannot sign in
    const changes = [
      db().updateTable('person').set({ roles: [] }),
      db().updateTable('person').set({ deactivated_at: by.now.toISOString() }),
    ]
    const message = 'the last admin who can sign in'
    for (const change of changes)
      await expect(
        db()
          .transaction()
          .execute((transaction) =>
            keepAnAdmin(
              transaction,
              async () => void (await transaction.executeQuery(change.where('id', '=', 'ada'))),
            ),
          ),
      ).rejects.toThrow(message)
    const refuse = (id: string) =>
      db()
        .transaction()
        .execute((transaction) => refuseLastAdmin(transaction, aUser(id)))
    await expect(refuse('ada')).rejects.toThrow(message)
    await refuse('bo')
    await putPassword(db(), aUser('bo'), 'hash', by)
    await refuse('ada')
  })
})

describe('an upgraded database', () => {
  /** What 0018 makes is taken away, so that it can be made again of what is there now. */
  const upgrade = async () => {
    await sql`DROP TABLE entrance_closed, provider_in_use, local_account, recovery_code, passkey, tied_identity, one_time_link,
      passkey_challenge, oidc_transaction, used_logout_token, failed_sign_in, account_log`.execute(db())
    await sql`DROP INDEX IF EXISTS session_person, session_provider, person_sign_in_email`.execute(db())
    const { rows } = await sql<{ column: string; table: string }>`
      SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND (
        (table_name = 'session' AND column_name NOT IN ('token_hash', 'actor', 'created_at', 'expires_at', 'user_type'))
        OR (table_name = 'person' AND column_name IN ('deactivated_at', 'time_zone'))
        OR (table_name = 'api_key' AND column_name IN ('name', 'made_by')))`.execute(db())
    for (const { table, column } of rows)
      await sql`ALTER TABLE ${sql.table(table)} DROP COLUMN ${sql.ref(column)}`.execute(db())
    await db()
      .transaction()
      .execute((transaction) => migration.up(transaction))
  }

  test.each([
    [
      'with real events is closed',
      async () => void (await startImport(db(), { fileName: 'x', demo: false })),
      false,
    ],
    [
      'with people of a directory is closed',
      () => server.signIn('ana', 'reviewer').then(() => undefined),
      false,
    ],
    [
      'with a demonstration alone stays open',
      async () => {
        await startImport(db(), { fileName: 'x', demo: true })
        const client = await server.database.store.database.openClient('countersign demo')
        await addDemoPeople(client, demoPeople)
        await client.end()
      },
      true,
    ],
  ])('%s', async (_, fill, open) => {
    await server.signInDemo('omar', 'admin')
    const key = await server.keyOf(aUser('omar'), 'reviews:read')
    await fill()
    await upgrade()
    expect(await isStillOpen(db())).toBe(open)
    expect((await server.get(workflows, key)).status).toBe(open ? 200 : 401)
    const actions = await db().selectFrom('account_log').select('action').orderBy('action').execute()
    expect(actions.map(({ action }) => action)).toEqual(open ? [] : ['ENTRANCE_CLOSED', 'KEY_REVOKED'])
    const notes = () => notesAtStart(db(), 'https://audit.example', new Date())
    const said = (await notes()).join('\n')
    expect(said.startsWith('This database holds real data, so nobody gets in')).toBe(!open)
    expect(said).toMatch(
      /-- add-admin --email EMAIL --name NAME\n.*\n {2}https:\/\/audit\.example\/set-up#[\w-]{32}$/,
    )
    await putAdmin(db(), aUser('ada'), by)
    await putPassword(db(), aUser('ada'), 'hash', by)
    expect(await notes()).toEqual([])
  })
})

describe('what outlives a demonstration', () => {
  const denied = '/api/preview/workflows/deny_list/users'
  const setting = '/api/private/workflows/access/global_settings/staff_decides'

  test('is nothing that its accounts make, by a session or a key; real people may', async () => {
    const demo = await server.signInDemo('omar', 'admin')
    const real = await server.signIn('ada', 'admin')
    const key = await server.keyOf(aUser('omar'), 'reviews:settings')
    const users = { users: [{ user_type: 'localCookieUser', id: 'ada' }] }
    const pair = {
      original_user: users.users[0],
      delegate_user: { user_type: 'localCookieUser', id: 'omar' },
    }
    const value = { value: { staff_decides: true } }
    const calls = [
      ['POST', `${denied}:add`, users],
      ['POST', `${denied}:remove`, users],
      ['POST', '/api/preview/awf/delegation/users:add', { values: [pair] }],
      ['POST', '/api/preview/awf/delegation/users:remove', { values: [pair] }],
      ['PUT', setting, value],
    ] as const
    for (const [method, path, body] of calls) {
      for (const headers of [{ ...pageHeaders, cookie: demo }, { authorization: `Bearer ${key}` }]) {
        const answer = await server.send(
          method,
          path,
          { 'content-type': 'application/json', ...headers },
          body,
        )
        expect([path, answer.status]).toEqual([path, 403])
        expect(JSON.stringify(answer.body)).toMatch(
          /DEMO_ACCOUNT.*demonstration change nothing that outlives it/,
        )
      }
      const answer = await server.send(method, path, { ...pageHeaders, cookie: real }, body)
      expect([path, answer.status]).toEqual([path, 200])
    }
  })

  test.each([
    [
      'a file or by hand',
      () =>
        changeDirectory(db(), (directory) => putPeople(directory, [{ ...aUser('omar'), roles: ['admin'] }])),
    ],
    ['add-admin', () => putAdmin(db(), aUser('omar'), by)],
  ])('an account that becomes a real person by %s loses its session and its keys', async (_, adopt) => {
    const cookie = await server.signInDemo('omar', 'admin')
    const key = await server.keyOf(aUser('omar'), 'reviews:read')
    await adopt()
    expect(await isStillOpen(db())).toBe(true)
    expect([await whoIs(cookie), (await server.get(workflows, key)).status]).toEqual([401, 401])
  })
})
