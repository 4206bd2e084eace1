import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scope } from '#contract/permissions.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import type { Answer } from '#testing/start-server.ts'
import { sql } from 'kysely'
import { type BulkServer, bulkPath, startBulkServer, type StoredRow } from './bulk.test-helper.ts'

const [ana, ben] = [aUser('ana'), aUser('ben')]
const accept = { decision: 'ACCEPTED', notes: 'as before' }
/** So many rows are changed at first. */
const firstRows = 50

let bulks: BulkServer
let asAna: Record<string, string>
let asBen: Record<string, string>
let asRoot: Record<string, string>
let count = 0
let mine = ''
let theirs = ''
let numbers: readonly number[] = []
beforeAll(async () => {
  bulks = await startBulkServer()
  await insertWorkflow(bulks.db, { workflow_id: 'w' })
  asAna = await bulks.as('ana', 'reviewer')
  asBen = await bulks.as('ben', 'reviewer')
  asRoot = await bulks.as('root', 'admin')
})
afterAll(() => bulks.server.close())

/** Twelve rows of Ana and Ben by turns, and a certification in which only Ben has some. */
beforeEach(async () => {
  count += 1
  mine = `mine-${count}`
  theirs = `theirs-${count}`
  const row = (of: typeof ana) => aRow({ reviewers: [of], destination: aNode('S3Bucket', `of-${of.id}`) })
  const rows = Array.from({ length: 12 }, (_, at) => row(at % 2 === 0 ? ana : ben))
  numbers = [
    await insertCertification(bulks.db, { certification_id: mine, workflow_id: 'w' }, rows),
    await insertCertification(bulks.db, { certification_id: theirs, workflow_id: 'w' }, [row(ben), row(ben)]),
  ]
})

const bensRows = async (): Promise<readonly StoredRow[]> =>
  (await Promise.all(numbers.map((number) => bulks.rows(number))))
    .flat()
    .filter(({ reviewers }) => reviewers.includes('ben'))
const preview = (headers: Record<string, string>, id: string, choice: object) =>
  bulks.post(headers, bulkPath(id, ':preview'), { choice, change: accept })

/** A preview without what differs by chance. */
function chanceless({ status, body }: Answer) {
  const { value } = body as { value: Bulk }
  const { bulk_id: _, choice: __, created_at: ___, expires_at: ____, ...rest } = value
  return { status, ...rest }
}

/** A refusal without what differs by chance. */
function refusal({ status, body }: Answer) {
  const { request_id: _, timestamp: __, instance: ___, ...rest } = body as Record<string, unknown>
  return { status, ...rest }
}

describe('of rows of others a bulk change', () => {
  test.each([
    ['by their ids', { runs: [1, 1, 3, 1] }, { runs: [901, 1, 903, 1] }],
    [
      'by a filter that finds them',
      { filter: 'destination.name eq "of-ben"' },
      { filter: 'destination.name eq "of-x"' },
    ],
    [
      'with those of others too',
      { runs: [1, 1], include_others: true },
      { runs: [901, 1], include_others: true },
    ],
    ['among all', { except: [1, 1] }, { except: [901, 1] }],
  ])('%s says what it says of rows that are not there, and writes none', async (_, choice, nonsense) => {
    const before = await bensRows()
    const answer = await preview(asAna, mine, choice)
    expect(chanceless(answer)).toEqual(chanceless(await preview(asAna, mine, nonsense)))
    const { value: bulk } = answer.body as { value: Bulk }
    await bulks.run(asAna, bulk)
    await bulks.work(bulk)
    expect(await bensRows()).toEqual(before)
  })

  test('writes none of those that somebody sees beside their own', async () => {
    const before = await bensRows()
    const bulk = await bulks.preview(asAna, mine, { choice: {}, change: accept })
    expect(bulk).toMatchObject({ total: 6, to_change: 6 })
    await bulks.run(asAna, bulk)
    await bulks.work(bulk)
    expect(await bensRows()).toEqual(before)
    expect((await bulks.rows(numbers[0] ?? 0)).filter((row) => row.bulk === bulk.bulk_id)).toHaveLength(6)
  })
})

test('a certification of others is refused as one that is not there', async () => {
  expect(refusal(await preview(asAna, theirs, {}))).toEqual(refusal(await preview(asAna, 'nonsense', {})))
})

test('a bulk change of somebody else, or asked for under another certification, is not there', async () => {
  const [bens, own] = [
    await bulks.preview(asBen, mine, { choice: {}, change: accept }),
    await bulks.preview(asAna, mine, { choice: {}, change: accept }),
  ]
  const before = await bulks.rows(numbers[0] ?? 0)
  const calls = async (id: string, bulk_id: string) => {
    const to = (rest: string) => bulkPath(id, `/${bulk_id}${rest}`)
    const posted = [':run', ':cancel', ':undo'].map((verb) => bulks.post(asAna, to(verb)))
    const read = ['', '/rows', '/receipt'].map((rest) => bulks.get(asAna, to(rest)))
    return (await Promise.all([...posted, ...read])).map(refusal)
  }
  const nonsense = await calls(mine, 'nonsense')
  expect(nonsense.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
  expect(await calls(mine, bens.bulk_id)).toEqual(nonsense)
  expect(await calls(theirs, own.bulk_id)).toEqual(nonsense)
  expect(await bulks.rows(numbers[0] ?? 0)).toEqual(before)
  expect(refusal(await bulks.get(asAna, bulkPath(theirs)))).toEqual(
    refusal(await bulks.get(asAna, bulkPath('nonsense'))),
  )
})

describe('while it runs', () => {
  const id = () => `many-${count}`
  let number = 0
  let bulk: Bulk
  beforeEach(async () => {
    const rows = Array.from({ length: firstRows + 20 }, () => aRow({ reviewers: [ana] }))
    number = await insertCertification(bulks.db, { certification_id: id(), workflow_id: 'w' }, rows)
  })
  const outcomes = async () =>
    ((await bulks.get(asAna, bulkPath(id(), `/${bulk.bulk_id}`))).body as { value: Bulk }).value
  /** Has the first chunk written, then something happen, then the rest. */
  const runWith = async (headers: Record<string, string>, between: () => Promise<unknown>) => {
    bulk = await bulks.preview(headers, id(), { choice: {}, change: accept })
    await bulks.run(headers, bulk)
    await bulks.work(bulk, between)
  }

  test('rows that are given to somebody else are not written any more', async () => {
    await runWith(asAna, () =>
      bulks.server.send(
        'PUT',
        `/api/preview/awf/certifications/${id()}/results`,
        rootWith('reassigns it', '"1"'),
        {
          value: { result_id: firstRows + 3, reviewers: [{ user_type: ben.user_type, id: ben.id }] },
        },
      ),
    )
    const row = (await bulks.rows(number))[firstRows + 3]
    expect(row).toMatchObject({ decision: 'RESULT_DECISION_NONE', reviewers: ['ben'], version: 2 })
    expect((await outcomes()).outcomes).toEqual([
      { of: 'DONE', rows: firstRows + 19 },
      { of: 'CONFLICT', rows: 1 },
    ])
  })
  const rootWith = (key: string, version: string) => ({
    ...asRoot,
    'idempotency-key': `${key}-${count}`,
    'if-match': version,
  })

  test.each([
    ['whose maker is deactivated', `UPDATE person SET deactivated_at = now() WHERE id = 'ana'`],
    ['whose maker has no role left', `UPDATE person SET roles = '{}' WHERE id = 'ana'`],
  ])('one %s ends', async (_, change) => {
    await runWith(asAna, () => sql.raw(change).execute(bulks.db))
    await sql`UPDATE person SET deactivated_at = NULL, roles = '{reviewer}' WHERE id = 'ana'`.execute(
      bulks.db,
    )
    asAna = await bulks.as('ana', 'reviewer')
    expect(await outcomes()).toMatchObject({
      state: 'CANCELLED',
      outcomes: [
        { of: 'DONE', rows: firstRows },
        { of: 'NOT_RUN', rows: 20 },
      ],
    })
  })

  test('one whose maker is no reviewer any more writes nothing more', async () => {
    await runWith(asAna, () => sql`UPDATE person SET roles = '{auditor}' WHERE id = 'ana'`.execute(bulks.db))
    asAna = await bulks.as('ana', 'reviewer')
    expect((await outcomes()).outcomes).toEqual([
      { of: 'DONE', rows: firstRows },
      { of: 'CONFLICT', rows: 20 },
    ])
  })

  test('one that was started with a key ends with the key', async () => {
    const key = await keyHeaders('reviews:decide', 'reviews:read')
    await runWith(key, () => sql`UPDATE api_key SET revoked_at = now() WHERE owner = 'ana'`.execute(bulks.db))
    expect(await outcomes()).toMatchObject({
      state: 'CANCELLED',
      outcomes: [
        { of: 'DONE', rows: firstRows },
        { of: 'NOT_RUN', rows: 20 },
      ],
    })
  })
})

const keyHeaders = async (...scopes: Scope[]) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${await bulks.server.keyOf(ana, ...scopes)}`,
})

test('a key without the scope previews nothing, and runs nothing that was previewed otherwise', async () => {
  const assigns = await keyHeaders('reviews:assign', 'reviews:read')
  const refused = refusal(await preview(assigns, mine, {}))
  expect(refused).toMatchObject({ status: 403 })
  expect(refusal(await preview(assigns, 'nonsense', {}))).toEqual(refused)
  const bulk = await bulks.preview(asAna, mine, { choice: {}, change: accept })
  const before = await bulks.rows(numbers[0] ?? 0)
  const run = await bulks.post(assigns, bulkPath(mine, `/${bulk.bulk_id}:run`))
  expect(run.status).toBe(403)
  expect(await bulks.rows(numbers[0] ?? 0)).toEqual(before)
  const { rows: jobs } = await sql`SELECT FROM job WHERE input ->> 'bulk_id' = ${bulk.bulk_id}`.execute(
    bulks.db,
  )
  expect(jobs).toEqual([])
})

test('a key that may read no rows is told of none by a preview', async () => {
  const decides = await keyHeaders('reviews:decide')
  const refused = refusal(await preview(decides, mine, {}))
  expect(refused).toMatchObject({ status: 403 })
  expect(JSON.stringify(refused)).toContain('reviews:read')
  expect((await preview(await keyHeaders('reviews:decide', 'reviews:read'), mine, {})).status).toBe(200)
})

test('the log says that a key has run it, also where it was previewed in the page', async () => {
  const bulk = await bulks.preview(asAna, mine, { choice: {}, change: accept })
  await bulks.run(await keyHeaders('reviews:decide'), bulk)
  await bulks.work(bulk)
  const { rows } = await sql<{ via: string }>`SELECT DISTINCT via FROM result_log
    WHERE detail ->> 'bulk' = ${bulk.bulk_id}`.execute(bulks.db)
  expect(rows).toEqual([{ via: expect.stringMatching(/^key:/) as string }])
})
