import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import type { Role } from '#contract/permissions.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const certifications = '/api/preview/awf/certifications'
const people = {
  root: ['admin'],
  olga: ['operator'],
  oskar: ['operator'],
  rita: ['reviewer'],
  audrey: ['auditor'],
} as const satisfies Record<string, readonly Role[]>
type Name = keyof typeof people

let server: TestServer
const cookies = new Map<Name, string>()
let made = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  for (const [name, roles] of Object.entries(people))
    cookies.set(name as Name, await server.signIn(name, ...roles))
  await insertWorkflow(server.database.store.db, { workflow_id: 'w1', creator: aUser('olga') })
})
afterAll(() => server.close())

const { 'content-type': type, ...plain } = pageHeaders
const as = (name: Name, more: Readonly<Record<string, string>> = {}) => ({
  ...plain,
  cookie: cookies.get(name) ?? '',
  ...more,
})
const read = (name: Name, id: string, rest = '') =>
  server.send('GET', `${certifications}/${id}${rest}`, as(name))
const remove = (name: Name, id: string, more = {}) =>
  server.send('DELETE', `/app/v1/certifications/${id}`, as(name, more))
const stateOf = async (id: string) =>
  ((await read('root', id)).body as { value: { state: string } }).value.state

/** A certification with one row of rita's; a draft unless something else is given. */
async function insert(given: object = { published: false }, rows = [aRow({ reviewers: [aUser('rita')] })]) {
  const certification_id = `c${made++}`
  const { db } = server.database.store
  await insertCertification(db, { certification_id, workflow_id: 'w1', ...given }, rows)
  return certification_id
}

const failed = { state: 'CERT_STATE_SEARCHING', error_reason: 'no access' }

test.each<[string, Name, object, ReturnType<typeof aRow>[] | undefined]>([
  ['a draft, by an admin', 'root', { published: false }, undefined],
  ['a draft, by its operator', 'olga', { published: false }, undefined],
  ['one that failed, by its operator', 'olga', failed, []],
  ['one without rows, by an admin', 'root', {}, []],
])('T18 DELETE of %s keeps it for them, and is logged', async (_, name, given, rows) => {
  const id = await insert(given, rows)
  const before = (await read('root', id)).body as { value: object }
  expect((await remove(name, id)).status).toBe(204)
  for (const who of ['root', 'olga'] as const)
    expect((await read(who, id)).body).toMatchObject({
      value: {
        ...before.value,
        version: expect.any(Number) as number,
        updated_at: expect.any(String) as string,
        updated_by: { id: name },
        state: 'CERT_STATE_SUPERSEDED',
        superseded_at: expect.stringMatching(/^\d{4}-/) as string,
        superseded_by: { id: name },
        replaced_by: null,
      },
    })
  const rest = (await read(name, id, '/results')).body
  expect(rest).toMatchObject({ values: rows ? [] : [{ result_id: 0 }] })
  const { rows: log } = await sql`SELECT kind, detail->'by'->>'id' AS by FROM outbox_event
    JOIN certification ON number = certification WHERE certification_id = ${id}`.execute(
    server.database.store.db,
  )
  expect(log).toEqual([{ kind: 'certification_superseded', by: name }])
  expect((await remove(name, id)).status).toBe(400)
})

test('T18 what was deleted is not there for anybody else', async () => {
  const id = await insert()
  expect((await remove('root', id)).status).toBe(204)
  for (const name of ['rita', 'audrey', 'oskar'] as const) {
    for (const rest of ['', '/results', '/results/0']) expect((await read(name, id, rest)).status).toBe(404)
    expect((await server.send('GET', `/app/v1/certifications/${id}/positions`, as(name))).status).toBe(404)
    const { body } = await server.send('GET', certifications, as(name))
    expect(JSON.stringify(body)).not.toContain(`"${id}"`)
  }
})

test.each<[Name, number]>([
  ['rita', 403],
  ['audrey', 403],
  ['oskar', 404],
])('T18 DELETE by %s, who does not run it, is %d and changes nothing', async (name, status) => {
  const id = await insert()
  expect((await remove(name, id)).status).toBe(status)
  expect(await stateOf(id)).toBe('CERT_STATE_IN_PROGRESS')
})

test('T18 DELETE by a key needs reviews:run and an owner who may', async () => {
  const id = await insert()
  const by = async (key: string) =>
    (await server.send('DELETE', `/app/v1/certifications/${id}`, { authorization: `Bearer ${key}` })).status
  expect(await by(await server.keyOf(aUser('root'), 'reviews:read', 'reviews:decide'))).toBe(403)
  expect(await by(await server.keyOf(aUser('rita'), 'reviews:read', 'reviews:run'))).toBe(403)
  expect(await stateOf(id)).toBe('CERT_STATE_IN_PROGRESS')
  expect(await by(await server.keyOf(aUser('olga'), 'reviews:read', 'reviews:run'))).toBe(204)
})

test('T34 a change of a certification that asks for nothing is refused, and hinders no deletion', async () => {
  const id = await insert()
  const patch = (change: object) => server.send('PATCH', `${certifications}/${id}`, as('root', body), change)
  const before = (await read('root', id)).body
  const nothing = await patch({})
  expect(nothing.status).toBe(400)
  expect(JSON.stringify(nothing.body)).toContain('asks for no change')
  expect((await read('root', id)).body).toEqual(before)
  expect((await remove('root', id)).status).toBe(204)
})

test('T34 to set what is there already hinders no deletion; something else does', async () => {
  const due = { due_date: '2100-01-01T00:00:00Z', due_ns: '4102444800000000000' }
  const given = {
    published: false,
    name: 'Spring',
    notes: 'n',
    reviewers: [aUser('rita')],
    ...due,
  }
  const reviewers = [{ user_type: 'localCookieUser', id: 'rita' }]
  const same = [
    { name: 'Spring' },
    { notes: 'n' },
    { due_date: '2100-01-01T01:00:00+01:00' },
    { reviewers },
    { name: 'Spring', notes: 'n', due_date: due.due_date, reviewers },
  ]
  const other = [{ name: 'Mine' }, { notes: '' }, { due_date: null }, { reviewers: [] }]
  const statuses = async (change: object) => {
    const id = await insert(given)
    const first = await server.send('PATCH', `${certifications}/${id}`, as('root', body), change)
    // What was changed once stays changed, whatever is set after that.
    await server.send('PATCH', `${certifications}/${id}`, as('root', body), { name: 'Spring' })
    return [change, first.status, (await remove('root', id)).status]
  }
  for (const change of same) expect(await statuses(change)).toEqual([change, 200, 204])
  for (const change of other) expect(await statuses(change)).toEqual([change, 200, 400])
})

const rowChange = { value: { result_id: 0, decision: 'RESULT_DECISION_ACCEPTED' } }
const body = { 'content-type': type }
const conditions = () => ({ ...body, 'if-match': '*', 'idempotency-key': `key-${Math.random()}` })
const changes: Readonly<Record<string, [(id: string) => Promise<{ status: number }>, string]>> = {
  'has a decision of a person': [
    (id) => server.send('PUT', `${certifications}/${id}/results`, as('root', conditions()), rowChange),
    'Somebody has changed 1 of its rows',
  ],
  'has another name': [
    (id) => server.send('PATCH', `${certifications}/${id}`, as('root', body), { name: 'Mine' }),
    'Somebody has changed its name, notes, due date or reviewers',
  ],
  'is in progress': [
    (id) =>
      server.send('POST', `${certifications}/${id}:publish`, as('root', body), { confirm: ['NO_DUE_DATE'] }),
    'Only a draft, or a review without rows, can be deleted.',
  ],
}

test.each(Object.entries(changes))(
  'T18 DELETE of one that %s is refused and says why',
  async (_, [change, words]) => {
    const id = await insert()
    expect((await change(id)).status).toBe(200)
    const before = (await read('root', id)).body
    const { status, body: answer } = await remove('root', id)
    expect(status).toBe(400)
    expect(readFailure(status, answer)).toMatchObject({
      code: 'FailedPrecondition',
      message: expect.stringContaining(words) as string,
    })
    expect((await read('root', id)).body).toEqual(before)
  },
)

test('T18 DELETE of one whose rows are still being gathered is refused', async () => {
  const id = await insert({ state: 'CERT_STATE_SEARCHING', published: false }, [])
  const { status, body: answer } = await remove('root', id)
  expect([status, readFailure(status, answer).message]).toEqual([
    400,
    'The rows of this review are still being gathered.',
  ])
  expect(await stateOf(id)).toBe('CERT_STATE_SEARCHING')
})

test('T18 DELETE on condition of an older version is 412, and of the present one done', async () => {
  const id = await insert()
  const seen = (await read('root', id)).headers.get('etag') ?? ''
  const { db } = server.database.store
  await sql`UPDATE certification SET rules_version = rules_version + 1 WHERE certification_id = ${id}`.execute(
    db,
  )
  expect((await remove('root', id, { 'if-match': seen })).status).toBe(412)
  expect((await remove('root', id, { 'if-match': '7' })).status).toBe(400)
  expect(await stateOf(id)).toBe('CERT_STATE_IN_PROGRESS')
  const now = (await read('root', id)).headers.get('etag') ?? ''
  expect((await remove('root', id, { 'if-match': now })).status).toBe(204)
})
