import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const certifications = '/api/preview/awf/certifications'
const results = `${certifications}/c1/results`
const own = '/app/v1/certifications'
let server: TestServer
let ana: string
let root: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  ana = await server.signIn('ana', 'reviewer')
  await server.signIn('ben', 'reviewer')
  root = await server.signIn('root', 'admin')
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w1' })
  const mine = Array.from({ length: 30 }, (_, index) =>
    aRow({
      reviewers: [aUser('ana')],
      source: aNode('OktaUser', `u${index}`, { department: `d${index % 3}` }),
    }),
  )
  await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [
    ...mine,
    aRow({ reviewers: [aUser('ben')] }),
  ])
  for (const id of ['c2', 'c3'])
    await insertCertification(db, { certification_id: id, workflow_id: 'w1' }, [
      aRow({ reviewers: [aUser('ben')] }),
    ])
})
afterAll(() => server.close())

type More = Readonly<Record<string, string>>
const ask = (method: string, path: string, cookie: string, body?: unknown) =>
  server.send(method, path, { ...pageHeaders, cookie }, body)
const put = (body: unknown, more: More = {}) =>
  server.send('PUT', results, { ...pageHeaders, cookie: ana, ...more }, body)
const change = (value: Readonly<Record<string, unknown>>, more: More = {}) => put({ value }, more)
const conditions = (version: number | string) => ({
  'if-match': `"${version}"`,
  'idempotency-key': `key-${Math.random()}`,
})
const fieldsOf = ({ status, body }: Answer) => readFailure(status, body).violations.map(({ field }) => field)

describe('a list of rows', () => {
  const list = async (query: Record<string, string>) => {
    const { status, body } = await ask('GET', `${results}?${new URLSearchParams(query)}`, ana)
    expect(status).toBe(200)
    return body as { values: { result_id: number }[]; next_page_token: string; has_more: boolean }
  }
  const ids = (page: { values: { result_id: number }[] }) => page.values.map((row) => row.result_id)

  test('is paged by position, by either pair of names, to its end', async () => {
    const first = await list({ page_size: '12', order_by: 'result_id' })
    expect(first).toMatchObject({ next_page_token: '12', has_more: true })
    const second = await list({ offset: '12', size: '12', order_by: 'result_id' })
    const third = await list({ page_token: second.next_page_token, page_size: '12', order_by: 'result_id' })
    expect(third).toMatchObject({ next_page_token: '', has_more: false })
    expect([...ids(first), ...ids(second), ...ids(third)]).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })

  test('backwards begins with the last row', async () => {
    const page = await list({ page_size: '2', order_by: 'result_id', paginate_direction_backwards: 'true' })
    expect(ids(page)).toEqual([29, 28])
  })

  test('takes both filters', async () => {
    const page = await list({
      filter: 'source.department eq "d1"',
      mutable_filter: 'decision eq "RESULT_DECISION_NONE"',
    })
    expect(page.values).toHaveLength(10)
  })

  test.each([
    ['page_token=1&offset=1', 'offset'],
    ['page_size=1&size=1', 'size'],
    ['page_token=-1', 'page_token'],
    ['page_token=abc', 'page_token'],
    ['page_size=1.5', 'page_size'],
    ['paginate_direction_backwards=yes', 'paginate_direction_backwards'],
    ['filter=decision+eq+1', 'filter'],
    ['mutable_filter=source.name+eq+%22a%22', 'mutable_filter'],
    ['order_by=notes', 'order_by'],
    ['limit=3', 'query'],
  ])('%s is 400 naming %s', async (query, field) => {
    const answer = await ask('GET', `${results}?${query}`, ana)
    expect(answer.status).toBe(400)
    expect(fieldsOf(answer)).toEqual([field])
  })

  test('is grouped over HTTP, and what nothing can be grouped by is 400', async () => {
    const of = (query: string) => ask('GET', `${own}/c1/groups?${query}`, ana)
    expect((await of('group_by=source.department&filter=source.department+ne+%22d1%22')).body).toEqual({
      value: {
        total: 20,
        seq: 0,
        runs: Array.from({ length: 10 }, (_, at) => [at * 3, 1])
          .concat(Array.from({ length: 10 }, (_, at) => [at * 3 + 2, 1]))
          .flat(),
        groups: ['d0', 'd2'].map((name) => ({
          key: name,
          name,
          type: '',
          id: '',
          rows: 10,
          none: 10,
          accepted: 0,
          rejected: 0,
          fixed: 0,
          signed_off: 0,
        })),
      },
    })
    for (const query of ['group_by=risk', 'group_by=source.', 'group_by=', ''])
      expect(fieldsOf(await of(query)), query).toEqual(['group_by'])
  })

  test('rows by their ids are at most 200', async () => {
    const of = (ids: string) => ask('GET', `${own}/c1/rows?ids=${ids}`, ana)
    expect((await of('3,1,30,2')).body).toMatchObject({
      values: [{ result_id: 3 }, { result_id: 1 }, { result_id: 2 }],
    })
    expect((await of(Array.from({ length: 201 }, (_, id) => id).join())).status).toBe(400)
    expect((await of('1,,2')).status).toBe(400)
  })

  test('certifications are paged too', async () => {
    const page = await ask('GET', `${certifications}?page_size=2&workflow_id=w1`, root)
    expect(page.body).toMatchObject({ next_page_token: '2', has_more: true, total_result_count: 3 })
    const last = await ask('GET', `${certifications}?page_size=2&page_token=2`, root)
    expect(last.body).toMatchObject({ next_page_token: '', has_more: false })
  })
})

describe('what a caller cannot see', () => {
  const strip = ({ status, body, headers }: Answer) => {
    const { request_id: _, timestamp: __, ...rest } = body as Record<string, unknown>
    return { status, rest: JSON.stringify(rest), length: headers.get('content-length') }
  }
  const paths = [
    (id: string) => `${certifications}/${id}`,
    (id: string) => `${certifications}/${id}/results`,
    (id: string) => `${certifications}/${id}/results/1`,
    (id: string) => `${certifications}/${id}/reviewer_infos`,
    (id: string) => `${own}/${id}/positions`,
    (id: string) => `${own}/${id}/groups?group_by=source`,
    (id: string) => `${own}/${id}/rows?ids=1`,
    (id: string) => `${own}/${id}/results/1/history`,
    (id: string) => `${own}/${id}/context`,
    (id: string) => `${own}/${id}/changes`,
  ]

  test.each(paths)('%s is answered like what does not exist', async (path) => {
    const [hidden, missing] = [await ask('GET', path('c2'), ana), await ask('GET', path('nothing'), ana)]
    expect(hidden.status).toBe(404)
    expect(strip(hidden)).toEqual(strip(missing))
  })

  test("another's row is like a row that is not there, for reading and for changing", async () => {
    const [hidden, missing] = [await ask('GET', `${results}/30`, ana), await ask('GET', `${results}/99`, ana)]
    expect(hidden.status).toBe(404)
    expect(strip(hidden)).toEqual(strip(missing))
    const theirs = await change({ result_id: 30, decision: 'ACCEPTED' }, conditions(1))
    const none = await change({ result_id: 99, decision: 'ACCEPTED' }, conditions(1))
    expect(theirs.status).toBe(404)
    expect(strip(theirs)).toEqual(strip(none))
  })
})

describe('a change of a row', () => {
  test('from the page needs both headers, and names the one that is missing', async () => {
    const { 'if-match': match, 'idempotency-key': key } = conditions(1)
    const value = { result_id: 1, decision: 'ACCEPTED' }
    expect(fieldsOf(await change(value))).toEqual(['If-Match'])
    expect(fieldsOf(await change(value, { 'if-match': match }))).toEqual(['Idempotency-Key'])
    expect(fieldsOf(await change(value, { 'idempotency-key': key }))).toEqual(['If-Match'])
    expect(fieldsOf(await change(value, { 'if-match': '1', 'idempotency-key': key }))).toEqual(['If-Match'])
    expect(fieldsOf(await change(value, { 'if-match': match, 'idempotency-key': 'short' }))).toEqual([
      'Idempotency-Key',
    ])
  })

  test('answers with the new version, which is the ETag of the row', async () => {
    const before = await ask('GET', `${results}/2`, ana)
    expect(before.headers.get('etag')).toBe('"1"')
    const on = conditions(1)
    const done = await change({ result_id: 2, decision: 2 }, on)
    expect({ status: done.status, body: done.body, etag: done.headers.get('etag') }).toEqual({
      status: 200,
      body: {},
      etag: '"2"',
    })
    expect(done.headers.get('idempotent-replayed')).toBeNull()
    expect((await ask('GET', `${results}/2`, ana)).headers.get('etag')).toBe('"2"')

    const again = await change({ decision: 'RESULT_DECISION_ACCEPTED', result_id: 2 }, on)
    expect(again.status).toBe(200)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const other = await change({ result_id: 2, decision: 'NONE' }, { ...on })
    expect(other.status).toBe(422)
  })

  test('to a version that is gone is 412 with the row as it is', async () => {
    await change({ result_id: 3, decision: 'ACCEPTED' }, conditions(1))
    const stale = await change({ result_id: 3, decision: 'NONE' }, conditions(1))
    expect(stale.status).toBe(412)
    expect(readFailure(412, stale.body).current).toMatchObject({
      value: { result_id: 3, decision: 'RESULT_DECISION_ACCEPTED', version: 2 },
    })
  })

  test('with a key needs no headers', async () => {
    const key = await server.keyOf(aUser('ana'), 'reviews:decide')
    const answer = await server.send(
      'PUT',
      results,
      { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      { value: { result_id: 4, decision: 'accepted' } },
    )
    expect(answer.status).toBe(200)
  })

  test('with a key sets only what its scopes cover', async () => {
    const key = await server.keyOf(aUser('root'), 'reviews:assign')
    const set = (value: unknown) =>
      server.send(
        'PUT',
        results,
        { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        { value },
      )
    expect((await set({ result_id: 5, decision: 'ACCEPTED' })).status).toBe(403)
    expect((await set({ result_id: 5, notes: 'x' })).status).toBe(403)
    expect((await set({ result_id: 5, decision: 'FIXED' })).status).toBe(403)
    const reviewers = [{ user_type: 'localCookieUser', id: 'ben' }]
    expect((await set({ result_id: 5, reviewers })).status).toBe(200)
  })
})

describe('a body is read strictly', () => {
  const updates = 'takes only result_id, decision, notes, signed_off_state, reviewers'
  test.each([
    ['a slip in the name of a key', { value: { result_id: 1, decisions: 'zqxmarker' } }, 'value', updates],
    ['a key beside value', { value: { result_id: 1 }, zqxmarker: 1 }, 'body', 'takes only value'],
    ['no value', {}, 'value', undefined],
    [
      'a decision that is none',
      { value: { result_id: 1, decision: 'zqxmarker' } },
      'value.decision',
      undefined,
    ],
    ['a number that is no decision', { value: { result_id: 1, decision: 9 } }, 'value.decision', undefined],
    ['a negative row', { value: { result_id: -1 } }, 'value.result_id', undefined],
    ['a row in words', { value: { result_id: 'zqxmarker' } }, 'value.result_id', undefined],
    [
      'a reviewer with a key too many',
      { value: { result_id: 1, reviewers: [{ user_type: 'a', id: 'b', zqxmarker: 1 }] } },
      'value.reviewers.0',
      'takes only user_type, id, email, name, alternate_email',
    ],
    [
      'a note with a control character',
      { value: { result_id: 1, notes: 'zqxmarker\u0007' } },
      'value.notes',
      undefined,
    ],
  ])('%s is 400', async (_, body, field, description) => {
    const answer = await put(body, conditions(1))
    expect(answer.status).toBe(400)
    const [violation] = readFailure(400, answer.body).violations
    expect(violation?.field).toBe(field)
    if (description !== undefined) expect(violation?.description).toBe(description)
    expect(JSON.stringify(answer.body)).not.toContain('zqxmarker')
  })

  test('a certification takes only what may be changed of it', async () => {
    const answer = await ask('PATCH', `${certifications}/c1`, root, { query_used: {} })
    expect(readFailure(answer.status, answer.body).violations).toEqual([
      { field: 'body', description: 'takes only name, notes, due_date, reviewers, confirm' },
    ])
  })
})

test('paths of reviews refuse other methods with Allow', async () => {
  const allowed = async (method: string, path: string) => {
    const { status, headers } = await ask(method, path, root, {})
    return [status, headers.get('allow')]
  }
  expect(await allowed('DELETE', results)).toEqual([405, 'GET, HEAD, PUT'])
  expect(await allowed('POST', `${certifications}/c1`)).toEqual([405, 'GET, HEAD, PATCH'])
  expect(await allowed('PUT', `${certifications}/c1:publish`)).toEqual([405, 'POST'])
  expect(await allowed('DELETE', `${results}:update_webhook_info`)).toEqual([405, 'PUT, POST'])
})
