import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const minute = 60_000
const type = 'localCookieUser'
let server: TestServer
let now: number
let ada: Record<string, string>

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { clock: () => new Date(now) })
})
beforeEach(async () => {
  now = Date.now()
  await db().deleteFrom('local_account').execute()
  await db().deleteFrom('api_key').execute()
  await db().updateTable('person').set({ roles: [], deactivated_at: null }).execute()
  ada = await as('ada', 'admin')
  await givePassword('ada')
})
afterAll(() => server.close())

const db = () => server.database.store.db
const as = async (id: string, ...roles: Role[]) => ({
  ...pageHeaders,
  cookie: await server.signIn(id, ...roles),
})

/** Makes somebody one who can sign in, as a link and a password do. */
async function givePassword(id: string): Promise<void> {
  const account = { user_type: aUser(id).user_type, person_id: id, password_hash: 'x' }
  await db()
    .insertInto('local_account')
    .values({ ...account, password_changed_at: null, totp_secret: null, totp_last_step: null })
    .onConflict((conflict) =>
      conflict.columns(['user_type', 'person_id']).doUpdateSet({ password_hash: 'x' }),
    )
    .execute()
}

const pathOf = (id: string, verb = '') =>
  `/app/v1/directory/${encodeURIComponent(aUser(id).user_type)}/${encodeURIComponent(id)}${verb}`
const post = (path: string, body: object = {}, headers = ada) => server.send('POST', path, headers, body)
const setRoles = (id: string, roles: Role[], more: object = {}, headers = ada) =>
  server.send('PUT', pathOf(id, '/roles'), headers, { roles, ...more })
const valueOf = ({ body }: Answer) => (body as { value: Record<string, unknown> }).value
const rolesOf = async (id: string) =>
  (await db().selectFrom('person').select('roles').where('id', '=', id).executeTakeFirst())?.roles
const isSignedIn = async (headers: Record<string, string>) =>
  (await server.send('GET', '/app/v1/session', headers)).status === 200
const listed = async (query: string, headers = ada) =>
  (
    (await server.send('GET', `/app/v1/directory${query}`, headers)).body as { values: { id: string }[] }
  ).values.map(({ id }) => id)
const logged = async (action: string) =>
  await db().selectFrom('account_log').selectAll().where('action', '=', action).orderBy('id').execute()

describe('reading', () => {
  test('people are found by parts of name, email and id, and by role, in pages, without the server’s own', async () => {
    await as('zoë.o%k', 'operator', 'auditor')
    expect(await listed('?search=ZO%C3%8B')).toEqual(['zoë.o%k'])
    expect(await listed('?search=o%25k')).toEqual(['zoë.o%k'])
    expect(await listed('?search=o_k')).toEqual([])
    expect(await listed('?search=zo%C3%AB%20example.com')).toEqual(['zoë.o%k'])
    expect(await listed('?role=operator')).toEqual(['zoë.o%k'])
    const all = await listed('')
    expect(all).toEqual(expect.arrayContaining(['ada', 'zoë.o%k']))
    expect(all).not.toContain('local')
    expect((await server.send('GET', pathOf('local'), ada)).status).toBe(404)
  })

  test('everybody is listed once, page by page', async () => {
    const many = Array.from({ length: 230 }, (_, index) => `same${index}`)
    const rows = many.map((id) => ({ ...aUser(id), name: 'Same Name', roles: [], demo: false }))
    await db()
      .insertInto('person')
      .values(rows.map((row) => ({ ...row, manager_type: null, manager_id: null })))
      .execute()
    const seen: string[] = []
    let token: string | undefined = ''
    while (token !== undefined) {
      const { body } = await server.send('GET', `/app/v1/directory?search=same&page_token=${token}`, ada)
      const page = body as { values: { id: string }[]; has_more: boolean; next_page_token: string }
      seen.push(...page.values.map(({ id }) => id))
      token = page.has_more ? page.next_page_token : undefined
    }
    expect(seen.toSorted()).toEqual(many.toSorted())
  })

  test('auditors read people and the account log, and change nothing; operators and reviewers do neither', async () => {
    const [eve, olga, rita] = [
      await as('eve', 'auditor'),
      await as('olga', 'operator'),
      await as('rita', 'reviewer'),
    ]
    for (const path of ['/app/v1/directory', pathOf('ada'), '/app/v1/account_log']) {
      expect((await server.send('GET', path, eve)).status).toBe(200)
      for (const headers of [olga, rita]) expect((await server.send('GET', path, headers)).status).toBe(403)
    }
    expect((await setRoles('rita', ['admin'], {}, eve)).status).toBe(403)
    expect((await post(pathOf('rita', '/deactivation'), {}, eve)).status).toBe(403)
    expect((await server.send('GET', pathOf('rita', '/sessions'), eve)).status).toBe(403)
  })
})

describe('adding', () => {
  test('a person with a local account gets a link that is stored hashed and used once, for a day', async () => {
    const answer = await post('/app/v1/directory', {
      email: 'nina@example.com',
      name: 'Nina',
      roles: ['operator'],
      local_account: true,
    })
    expect(answer.status).toBe(201)
    const { person, link } = valueOf(answer) as { person: object; link: { url: string; expires_at: string } }
    expect(person).toMatchObject({
      user_type: type,
      id: 'nina@example.com',
      roles: ['operator'],
      sign_in: [],
    })
    expect(link.url).toMatch(/^\/set-password#[\w-]{32}$/)
    expect(link.expires_at).toBe(new Date(now + 24 * 60 * minute).toISOString())
    const rows = await db().selectFrom('one_time_link').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(link.url.split('#')[1])
    expect(JSON.stringify(await logged('LINK_MADE'))).not.toContain(link.url.split('#')[1])
    // Another link takes the place of the first.
    await post(`/app/v1/directory/${type}/nina%40example.com/password_link`)
    expect(
      await db()
        .selectFrom('one_time_link')
        .select('purpose')
        .where('person_id', '=', 'nina@example.com')
        .execute(),
    ).toHaveLength(1)
    const again = await post('/app/v1/directory', {
      email: 'NINA@example.com',
      name: 'N',
      roles: [],
      id: 'n2',
    })
    expect(again.status).toBe(409)
  })

  test('what is no email is refused', async () => {
    expect((await post('/app/v1/directory', { email: 'nina', name: 'Nina', roles: [] })).status).toBe(400)
  })
})

describe('roles', () => {
  test('are set where they are those that were seen, and end the sessions of the person', async () => {
    const olga = await as('olga', 'operator')
    expect((await setRoles('olga', ['auditor'], { seen: ['reviewer'] })).status).toBe(409)
    expect(await rolesOf('olga')).toEqual(['operator'])
    const answer = await setRoles('olga', ['auditor', 'reviewer'], { seen: ['operator'] })
    expect(valueOf(answer)).toMatchObject({ id: 'olga', roles: ['reviewer', 'auditor'] })
    expect(await isSignedIn(olga)).toBe(false)
    expect((await logged('ROLES_SET')).at(-1)).toMatchObject({
      actor: 'user:localCookieUser:ada',
      person_id: 'olga',
      detail: { before: ['operator'], after: ['reviewer', 'auditor'], auditor_with_other_roles: true },
    })
  })

  test('a key of the person may no more from the next request on', async () => {
    await as('olga', 'operator')
    const key = await server.keyOf(aUser('olga'), 'activity:read')
    const list = '/api/private/lifecycle_management/action_events'
    expect((await server.get(list, key)).status).toBe(200)
    await setRoles('olga', ['reviewer'])
    expect((await server.get(list, key)).status).toBe(403)
  })

  test('one’s own are changed only by who says so; the session goes on under another token', async () => {
    await as('bea', 'admin')
    const other = await as('ada', 'admin')
    const refused = await setRoles('ada', ['admin', 'operator'])
    expect(refused).toMatchObject({ status: 400, body: { reason: 'OWN_ACCOUNT' } })
    const done = await setRoles('ada', ['admin', 'operator'], { own: true })
    expect(done.status).toBe(200)
    const cookie = done.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await isSignedIn({ ...pageHeaders, cookie })).toBe(true)
    expect(await isSignedIn(ada)).toBe(false)
    expect(await isSignedIn(other)).toBe(false)
  })

  test('the last admin who can sign in stays one, however it is tried', async () => {
    await as('bea', 'admin') // an admin too, but nobody who can sign in
    const bea = await as('bea', 'admin')
    for (const answer of [
      await setRoles('ada', ['operator'], {}, bea),
      await post(pathOf('ada', '/deactivation'), {}, bea),
    ])
      expect(answer).toMatchObject({ status: 400, body: { reason: 'LAST_ADMIN' } })
    expect(await rolesOf('ada')).toEqual(['admin'])
    await givePassword('bea')
    expect((await setRoles('ada', ['operator'], {}, bea)).status).toBe(200)
  })

  test('the last admin who signs in by a passkey or a tie alone keeps it', async () => {
    await db().deleteFrom('local_account').execute()
    const of = { user_type: aUser('ada').user_type, person_id: 'ada' }
    const at = new Date().toISOString()
    const passkey = { ...of, credential_id: 'c', public_key: Buffer.alloc(1), counter: '0', name: 'k' }
    await db()
      .insertInto('passkey')
      .values({ ...passkey, created_at: at, last_used_at: null })
      .execute()
    expect(await post(pathOf('ada', '/second_factors_reset'))).toMatchObject({
      body: { reason: 'LAST_ADMIN' },
    })
    await db().deleteFrom('passkey').execute()
    await db()
      .insertInto('tied_identity')
      .values({ ...of, issuer: 'i', subject: 's', tied_at: at, tied_by: 't' })
      .execute()
    await db().insertInto('provider_in_use').values({ issuer: 'i' }).execute()
    expect(await post(pathOf('ada', '/untying'))).toMatchObject({ body: { reason: 'LAST_ADMIN' } })
    await givePassword('ada')
    expect(valueOf(await post(pathOf('ada', '/untying')))).toMatchObject({ sign_in: ['PASSWORD'] })
  })

  test('two admins who take each other’s role at once do not both succeed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = [await as('ada', 'admin'), await as('bea', 'admin')]
      await as('cleo', 'admin')
      for (const id of ['ada', 'bea', 'cleo']) await givePassword(id)
      const answers = await Promise.all([
        setRoles('bea', ['reviewer'], {}, first),
        setRoles('ada', ['reviewer'], {}, second),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        expect.toSatisfy(isRefusal),
      ])
      const admins = [await rolesOf('ada'), await rolesOf('bea')].filter((held) => held?.includes('admin'))
      expect(admins).toHaveLength(1)
    }
  })

  const isRefusal = (status: number) => status === 401 || status === 403

  test('those that come from claims of the provider are not set here', async () => {
    const claims = await import('../store/directory/directory-store.ts')
    const directory = claims.directoryStore(db(), () => new Date(), true)
    await as('tia', 'operator')
    const at = new Date().toISOString()
    await db()
      .insertInto('tied_identity')
      .values({
        user_type: aUser('tia').user_type,
        person_id: 'tia',
        issuer: 'i',
        subject: 'tia',
        tied_at: at,
        tied_by: 't',
      })
      .execute()
    expect(await directory.find(aUser('tia'))).toMatchObject({ roles_from_claims: true })
    const actor = {
      id: 'user:localCookieUser:ada',
      name: 'ada',
      user: aUser('ada'),
      roles: ['admin'],
      via: 'session',
    } as const
    await expect(
      directory.setRoles(aUser('tia'), { roles: ['admin'], seen: undefined }, actor),
    ).rejects.toMatchObject({ problem: { code: 'Aborted', reason: 'ROLES_FROM_CLAIMS' } })
  })
})

describe('ending the access of somebody', () => {
  const job = (id: string, state: 'CREATED' | 'FINISHED') => ({
    id,
    kind: 'ACTION_EVENTS',
    maker_type: aUser('olga').user_type,
    maker_id: 'olga',
    input: JSON.stringify({ format: 'CSV' }),
    state,
    ...(state === 'FINISHED'
      ? { ended_at: new Date().toISOString(), expires_at: new Date(now + 60 * minute).toISOString() }
      : {}),
  })

  test('ends sessions, keys, links and exports in one press, and says how many', async () => {
    const olga = await as('olga', 'operator')
    await as('olga', 'operator')
    const key = await server.keyOf(aUser('olga'), 'reviews:read')
    await post(pathOf('olga', '/password_link'))
    await db()
      .insertInto('job')
      .values([job('j1', 'CREATED'), job('j2', 'FINISHED')] as never)
      .execute()
    const answer = await post(pathOf('olga', '/deactivation'))
    expect(valueOf(answer)).toMatchObject({
      person: { id: 'olga', deactivated_at: expect.any(String) },
      sessions: 2,
      keys: 1,
      exports: 2,
    })
    const before = await logged('PERSON_DEACTIVATED')
    expect(valueOf(await post(pathOf('olga', '/deactivation')))).toMatchObject({ sessions: 0, keys: 0 })
    expect(await logged('PERSON_DEACTIVATED')).toEqual(before)
    expect(await isSignedIn(olga)).toBe(false)
    expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(401)
    expect(await db().selectFrom('job').select(['id', 'state']).orderBy('id').execute()).toEqual([
      { id: 'j1', state: 'CANCELLED' },
      { id: 'j2', state: 'EXPIRED' },
    ])
    // To an admin neither says that its file was kept for as long as others are.
    const why = 'It ended when the access of whoever made it was ended.'
    for (const [id, first] of [
      ['j1', 'This export has no file: it is CANCELLED.'],
      ['j2', 'The file of this export is gone.'],
    ]) {
      const path = `/api/private/lifecycle_management/exports/${id}`
      expect(valueOf(await server.send('GET', path, ada))).toMatchObject({ error_message: why })
      const answer = await server.send('GET', `${path}:download`, ada)
      expect(JSON.stringify(answer.body)).toContain(`${first} ${why}`)
    }
    expect(
      await db().selectFrom('one_time_link').select('purpose').where('person_id', '=', 'olga').execute(),
    ).toEqual([])
    expect((await post(pathOf('olga', '/password_link'))).status).toBe(400)
    expect(valueOf(await post(pathOf('olga', '/activation')))).toMatchObject({
      deactivated_at: null,
      roles: ['operator'],
    })
    expect(await isSignedIn(olga)).toBe(false)
    expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(401)
  })

  test('to their second factors or their tie ends their sessions too', async () => {
    const [olga, person] = [await as('olga', 'operator'), aUser('olga')]
    await givePassword('olga')
    const app = db()
      .updateTable('local_account')
      .set({ totp_secret: Buffer.from('sealed') })
    await app.where('person_id', '=', 'olga').execute()
    expect(valueOf(await post(pathOf('olga', '/second_factors_reset')))).toMatchObject({
      sign_in: ['PASSWORD'],
    })
    expect(await isSignedIn(olga)).toBe(false)
    const again = await as('olga', 'operator')
    const tie = { user_type: person.user_type, person_id: 'olga', issuer: 'i', subject: 'olga', tied_by: 't' }
    await db()
      .insertInto('tied_identity')
      .values({ ...tie, tied_at: new Date().toISOString() })
      .execute()
    expect((await post(pathOf('olga', '/untying'))).status).toBe(200)
    expect(await isSignedIn(again)).toBe(false)
  })

  test('what began while it ended does not come back with them', async () => {
    await as('olga', 'operator')
    await post(pathOf('olga', '/deactivation'))
    await db().updateTable('person').set({ deactivated_at: null }).where('id', '=', 'olga').execute()
    const late = await as('olga', 'operator')
    const key = await server.keyOf(aUser('olga'), 'reviews:read')
    await db()
      .updateTable('person')
      .set({ deactivated_at: new Date().toISOString() })
      .where('id', '=', 'olga')
      .execute()
    expect(await isSignedIn(late)).toBe(false)
    await post(pathOf('olga', '/activation'))
    expect(await isSignedIn(late)).toBe(false)
    expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(401)
  })

  test('oneself only when one says so', async () => {
    await as('bea', 'admin')
    await givePassword('bea')
    expect(await post(pathOf('ada', '/deactivation'))).toMatchObject({
      status: 400,
      body: { reason: 'OWN_ACCOUNT' },
    })
    expect((await post(pathOf('ada', '/deactivation'), { own: true })).status).toBe(200)
    expect(await isSignedIn(ada)).toBe(false)
  })

  test('sessions alone end without more, and are listed before', async () => {
    const olga = await as('olga', 'operator')
    const { body } = await server.send('GET', pathOf('olga', '/sessions'), ada)
    expect(body).toMatchObject({ values: [{ method: 'password' }] })
    expect(valueOf(await post(pathOf('olga', '/sessions_end')))).toEqual({ ended: 1 })
    expect(await isSignedIn(olga)).toBe(false)
  })
})

test('the server’s own people, ids that differ by case alone, and emails that cannot be seen are not added', async () => {
  await as('olga', 'operator')
  const add = (person: object) =>
    post('/app/v1/directory', {
      name: 'N',
      email: 'new@example.com',
      roles: ['admin'],
      local_account: true,
      ...person,
    })
  expect((await add({ user_type: type, id: 'local' })).status).toBe(400)
  expect((await add({ user_type: 'system', id: 'system' })).status).toBe(400)
  expect((await add({ id: 'Olga' })).status).toBe(409)
  for (const dots of ['.', '..']) expect((await add({ id: dots })).status, dots).toBe(400)
  expect((await add({ email: 'new\u200b@example.com' })).status).toBe(400)
  expect(
    await db().selectFrom('local_account').select('person_id').where('person_id', '!=', 'ada').execute(),
  ).toEqual([])
})

test.each(['urn:x:1', 'arn:aws:iam::1:user/a', 'a/b', 'a:deactivate', '100%', 'a%2Fb', 'x#y?z', '🦊'])(
  'somebody with the id %s is read, changed and deactivated like anybody',
  async (id) => {
    await as(id, 'operator')
    expect(valueOf(await server.send('GET', pathOf(id), ada))).toMatchObject({ id, roles: ['operator'] })
    expect((await setRoles(id, ['reviewer'])).status).toBe(200)
    await as(id, 'reviewer')
    expect(valueOf(await post(pathOf(id, '/sessions_end')))).toEqual({ ended: 1 })
    expect((await post(pathOf(id, '/password_link'))).status).toBe(201)
    expect(valueOf(await post(pathOf(id, '/second_factors_reset')))).toMatchObject({ id })
    expect((await post(pathOf(id, '/untying'))).status).toBe(400) // they have no tie
    expect(valueOf(await post(pathOf(id, '/deactivation')))).toMatchObject({ person: { id } })
    expect(valueOf(await post(pathOf(id, '/activation')))).toMatchObject({ id, deactivated_at: null })
  },
)

describe('who may', () => {
  const changes: readonly [string, string, object][] = [
    ['POST', '/app/v1/directory', { email: 'x@example.com', name: 'X', roles: [] }],
    ['PUT', pathOf('olga', '/roles'), { roles: ['reviewer'] }],
    ['POST', pathOf('olga', '/deactivation'), {}],
    ['POST', pathOf('olga', '/activation'), {}],
    ['POST', pathOf('olga', '/password_link'), {}],
    ['POST', pathOf('olga', '/second_factors_reset'), {}],
    ['POST', pathOf('olga', '/untying'), {}],
    ['POST', '/app/v1/directory:import', { file: 'user_type,id\nt,1\n', preview: 'x' }],
  ]

  test.each(changes)(
    '%s %s takes a fresh proof, and no account of the demonstration',
    async (method, path, body) => {
      await as('olga', 'operator')
      const demo = await as('dan', 'admin')
      await db().updateTable('person').set({ demo: true }).where('id', '=', 'dan').execute()
      expect(await server.send(method, path, demo, body)).toMatchObject({
        status: 403,
        body: { reason: 'DEMO_ACCOUNT' },
      })
      now += 10 * minute + 1
      expect(await server.send(method, path, ada, body)).toMatchObject({
        status: 403,
        body: { reason: 'FRESH_PROOF_REQUIRED' },
      })
    },
  )

  test('no account of the demonstration ends sessions or looks what a file would change', async () => {
    const [olga, dan] = [await as('olga', 'operator'), await as('dan', 'admin')]
    await db().updateTable('person').set({ demo: true }).where('id', '=', 'dan').execute()
    const refusal = { status: 403, body: { reason: 'DEMO_ACCOUNT' } }
    expect(await post(pathOf('olga', '/sessions_end'), {}, dan)).toMatchObject(refusal)
    expect(await isSignedIn(olga)).toBe(true)
    const file = 'user_type,id\nt,1\n'
    expect(await post('/app/v1/directory:preview_import', { file }, dan)).toMatchObject(refusal)
  })

  test('no key, whatever its scopes', async () => {
    const key = await server.keyOf(aUser('ada'), 'reviews:force', 'reviews:settings', 'reviews:run')
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    for (const [method, path, body] of changes)
      expect((await server.send(method, path, headers, body)).status).toBe(403)
    expect((await server.get('/app/v1/directory', key)).status).toBe(403)
  })
})

test('the account log is read newest first, by kind, with the names of now', async () => {
  await as('olga', 'operator')
  await setRoles('olga', ['reviewer'])
  const { body } = await server.send('GET', '/app/v1/account_log?action=ROLES_SET', ada)
  expect((body as { values: unknown[] }).values[0]).toMatchObject({
    actor: 'user:localCookieUser:ada',
    actor_name: aUser('ada').name,
    action: 'ROLES_SET',
    id: 'olga',
    name: aUser('olga').name,
    detail: { before: ['operator'], after: ['reviewer'] },
  })
})

test('the account log is narrowed to one person, about or by them, and to a reference', async () => {
  await as('kate', 'admin')
  await as('olga', 'operator')
  await setRoles('kate', ['admin', 'operator'])
  await post(pathOf('olga', '/password_link'))
  await setRoles('olga', ['reviewer'], {}, await as('kate', 'admin'))
  const read = async (query: string, headers = ada) =>
    (await server.send('GET', `/app/v1/account_log?${query}`, headers)) as Answer & { body: { values: [] } }
  const ofKate = `user_type=${type}&id=kate`
  const entries = (await read(ofKate)).body.values as { actor: string; id: string; action: string }[]
  expect(entries.map(({ action, id }) => `${action} ${id}`)).toEqual([
    'SESSIONS_ENDED olga',
    'ROLES_SET olga',
    'SIGN_IN kate',
    'SESSIONS_ENDED kate',
    'ROLES_SET kate',
    'SIGN_IN kate',
  ])
  expect((await read(`${ofKate}&action=LINK_MADE`)).body.values).toEqual([])
  expect((await read('id=kate')).status).toBe(400)
  const refused = { action: 'SIGN_IN_REFUSED', actor: 'provider', detail: { reference: 'AB12CD34' } } as const
  await db()
    .insertInto('account_log')
    .values({ ...refused, at: new Date().toISOString(), user_type: null, person_id: null })
    .execute()
  expect((await read('reference=ab12cd34')).body.values).toMatchObject([refused])
})
