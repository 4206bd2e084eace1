import { parse } from 'csv-parse/sync'
import { default as readWorkbook } from 'read-excel-file/node'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { ExportJob } from '#contract/export-job.ts'
import type { Role } from '#contract/permissions.ts'
import { LastTime } from '#contract/reviews/last-time.ts'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { insertReview } from '#testing/insert-review.ts'
import { typeExportLines } from '#testing/readme-lines.ts'
import { aNode, anEntry, aRow, aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { exportKinds } from '../../jobs/exports/export-kinds.ts'
import { exportReview } from '../../jobs/exports/export-review.ts'
import { historyTable, rowsTable } from '../../jobs/exports/review-tables.ts'
import { startWorker } from '../../jobs/worker.ts'
import { localReviewExports } from '../../local-review-exports.ts'

const exportsApi = '/api/preview/awf/exports/access_review'
const log = { info: () => undefined, warn: () => undefined }
const people = {
  root: 'admin',
  olga: 'operator',
  omar: 'operator',
  aud: 'auditor',
  ana: 'reviewer',
  ben: 'reviewer',
} as const satisfies Readonly<Record<string, Role>>
/** `del` is a reviewer to whom rows come by delegation alone. */
type Name = keyof typeof people | 'del'

let server: TestServer
let worker: { stop(): Promise<void> }
const keys = new Map<Name, string>()
const cookies = new Map<Name, string>()
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  for (const [name, role] of [...Object.entries(people), ['del', 'reviewer'] as const]) {
    cookies.set(name as Name, await server.signIn(name, role))
    keys.set(name as Name, await server.keyOf(aUser(name), 'reviews:export', 'reviews:read'))
  }
  const kinds = exportKinds({ store, dir: server.exportDir })
  worker = await startWorker(store, { kinds, log, onLost: () => undefined })
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

/** Whose rows the review has, each with texts that nobody else's has; one reviewed by two. */
const owners: readonly (readonly Name[])[] = [['ana'], ['ben'], ['omar'], ['ana', 'ben'], ['ben'], []]
const textOf = (names: readonly Name[], index: number) => `only-${names.join('+')}-${index}`
const rows = owners.map((names, index) => {
  const text = textOf(names, index)
  return aRow({
    source: aNode('OktaUser', `${text}-source`, { note: `${text}-property` }),
    destination: aNode('S3Bucket', `${text}-destination`),
    waypoint: index === 0 ? aNode('Role', `${text}-waypoint`) : null,
    notes: index === 1 ? `  =${text}` : `${text}-note`,
    reviewers: names.map((name) => aUser(name)),
    log: [
      anEntry('NOTE_ADDED', { detail: { note: `${text}-said` } }),
      anEntry('REVIEWER_ASSIGNED', {
        detail: { reviewer_detail: { old_reviewers: [aUser(`${text}-before`)], new_reviewers: [] } },
      }),
    ],
  })
})
let review = ''
beforeEach(async () => {
  review = await insertReview(server, rows, {
    creator: aUser('olga'),
    creator_type: 'localCookieUser',
    creator_id: 'olga',
    settings: { allow_reviewer_exports: { allow_csv_exports: true } },
  })
})

const bearer = (name: Name) => ({ authorization: `Bearer ${keys.get(name) ?? ''}` })
const create = async (name: Name, body: object = {}) =>
  await server.send('POST', `${exportsApi}:create`, bearer(name), {
    certification_id: review,
    format: 0,
    ...body,
  })
const idOf = ({ body }: Answer) => (body as { export_id: string }).export_id
const get = async (name: Name, id: string, verb = '') =>
  await server.get(`${exportsApi}/${id}${verb}`, keys.get(name))

async function finished(name: Name, id: string): Promise<ExportJob> {
  const job = async () => ((await get(name, id)).body as { value: ExportJob }).value
  await expect.poll(async () => (await job()).status, { timeout: 20_000, interval: 20 }).toBe('FINISHED')
  return await job()
}

async function bytesOf(name: Name, id: string, file: string): Promise<Buffer> {
  const answer = await fetch(`${server.url}${exportsApi}/${id}:download?file=${file}`, {
    headers: bearer(name),
  })
  return Buffer.from(await answer.arrayBuffer())
}

/** How often something was done, by what is in the access log at this moment; reading lists comes into it later. */
async function timesInAccessLog(action: string): Promise<number> {
  const { db } = server.database.store
  return (await db.selectFrom('access_log').select('id').where('action', '=', action).execute()).length
}

async function walk(name: Name, parameters: Readonly<Record<string, string>> = {}): Promise<Result[]> {
  const query = new URLSearchParams(parameters)
  const { body } = await server.get(
    `/api/preview/awf/certifications/${review}/results?${query}`,
    keys.get(name),
  )
  return (body as { values: Result[] }).values
}

async function historyOf(name: Name, result_id: number): Promise<readonly HistoryEntry[]> {
  const path = `/app/v1/certifications/${review}/results/${result_id}/history`
  return ((await server.get(path, keys.get(name))).body as { values: HistoryEntry[] }).values
}

/** What is said of rows that no review stands before; fields of our own calls, which the vendor's does not have. */
const notCompared = LastTime.parse({ access_change: 'NOT_COMPARED', last_decision: 'NONE' })

/** The cells that the files have for these rows, without guards, as this person reads them elsewhere. */
async function cellsFor(name: Name, results: readonly Result[]) {
  const all = await Promise.all(
    results.map(async (row) => ({
      row: { ...row, last_time: notCompared },
      history: await historyOf(name, row.result_id),
    })),
  )
  const lines = (table: typeof historyTable) => [
    table.header,
    ...all.flatMap((row) => table.linesOf(row)).map((cells) => cells.map((cell) => cell ?? '')),
  ]
  return { rows: lines(rowsTable(true)), history: lines(historyTable) }
}

describe('the files', () => {
  test.each(Object.keys(people) as Name[])(
    'have for %s the rows of their list, with their logs, and nothing of others',
    async (name) => {
      const seen = await walk(name)
      expect(seen).toHaveLength({ root: 6, olga: 6, aud: 6, omar: 1, ana: 2, ben: 3, del: 0 }[name])
      const id = idOf(await create(name))
      const job = await finished(name, id)
      const files = [await bytesOf(name, id, 'rows'), await bytesOf(name, id, 'history')]
      const wanted = await cellsFor(name, seen)
      const guarded = (cell: string) => (/^ *=/.test(cell) ? `'${cell}` : cell)
      expect(files.map((file) => parse(file))).toEqual([
        wanted.rows.map((row) => row.map(guarded)),
        wanted.history,
      ])
      const hidden = owners
        .map(textOf)
        .filter((_, index) => !seen.some(({ result_id }) => result_id === index))
      for (const text of hidden) expect(files.map((file) => file.includes(text))).toEqual([false, false])
      const hashes = await Promise.all(
        files.map(async (file) =>
          Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(file))).toString('hex'),
        ),
      )
      expect(job).toMatchObject({
        kind: 'ACCESS_REVIEW',
        row_count: seen.length,
        bytes: files[0]?.length,
        sha256: hashes[0],
        guarded_cells: seen.some(({ result_id }) => result_id === 1) ? 1 : 0,
        history: { row_count: wanted.history.length - 1, bytes: files[1]?.length, sha256: hashes[1] },
      })
      expect(job['seen']).toBeUndefined()
    },
  )

  test.each([
    ['root', [4, 1]],
    ['olga', [4, 1]],
    ['ben', [4, 1]],
    ['ana', []],
  ] as const)('have for %s what both filters leave of their list', async (name, ids) => {
    const list = {
      filter: 'source.id co "ben"',
      mutable_filter: 'reviewers co "ben" and not (reviewers co "ana")',
      order_by: 'source.name desc',
    }
    const seen = await walk(name, list)
    expect(seen.map(({ result_id }) => result_id)).toEqual(ids)
    const id = idOf(await create(name, list))
    expect((await finished(name, id)).row_count).toBe(ids.length)
    const [, ...lines] = parse(await bytesOf(name, id, 'rows'))
    expect(lines.map(([result_id]) => Number(result_id))).toEqual(ids)
  })

  test('as XLSX have the same cells, in the order and of the filters that were asked for', async () => {
    const list = {
      filter: 'source.id co "ben"',
      mutable_filter: 'decision eq "RESULT_DECISION_NONE"',
      order_by: 'source.name desc',
    }
    const id = idOf(await create('aud', { ...list, format: 6, title: 'Q1 & more' }))
    expect(await finished('aud', id)).toMatchObject({ format: 'XLSX', row_count: 3, guarded_cells: 0 })
    const seen = await walk('aud', list)
    expect(seen.map(({ result_id }) => result_id)).not.toEqual([1, 3, 4])
    const wanted = await cellsFor('aud', seen)
    const times = await timesInAccessLog('downloadReviewExport')
    const bytes = await bytesOf('aud', id, 'rows')
    expect(await timesInAccessLog('downloadReviewExport')).toBe(times + 1)
    const [sheet] = await readWorkbook(bytes, { trim: false })
    expect(sheet?.sheet).toBe('Q1 & more')
    expect(sheet?.data.map((row) => row.map((cell) => cell ?? ''))).toEqual(wanted.rows)
    const [history] = await readWorkbook(await bytesOf('aud', id, 'history'), { trim: false })
    expect(history?.data).toHaveLength(7)
    const answer = await get('aud', id, ':download?file=history')
    expect(answer.headers.get('content-disposition')).toMatch(
      /access-review-workflow-\d+-history-\d{8}-\d{6}Z\.xlsx/,
    )
  })
})

describe('asking for one', () => {
  test.each<[object, string]>([
    [{ format: undefined }, 'format'],
    [{ format: 1 }, 'format'],
    [{ format: '0' }, 'format'],
    [{ filter: 'decision eq "x"' }, 'filter'],
    [{ order_by: 'nonsense' }, 'order_by'],
    [{ title: 'x'.repeat(31) }, 'title'],
    [{ title: 'a/b' }, 'title'],
    [{ title: 'History' }, 'title'],
    [{ columns: [] }, 'body'],
  ])('with %j is refused by name', async (body, field) => {
    const { status, body: answer } = await create('root', body)
    expect(status).toBe(400)
    expect(JSON.stringify((answer as { details: object[] }).details[0])).toContain(`"field":"${field}"`)
  })

  test('is for those who see the review, and for reviewers where its settings let them', async () => {
    expect((await create('root', { certification_id: 'nonsense' })).status).toBe(404)
    const others = await insertReview(server, [aRow({ reviewers: [aUser('ben')] })])
    for (const name of ['ana', 'omar'] as const)
      expect((await create(name, { certification_id: others })).status).toBe(404)
    for (const [name, status] of [
      ['ben', 403],
      ['aud', 200],
    ] as const)
      expect([name, (await create(name, { certification_id: others })).status]).toEqual([name, status])
    const weak = await server.keyOf(aUser('root'), 'reviews:read')
    const asked = { certification_id: review, format: 0 }
    const answer = await server.send(
      'POST',
      `${exportsApi}:create`,
      { authorization: `Bearer ${weak}` },
      asked,
    )
    expect(answer.status).toBe(403)
  })

  test('by a session of the open entrance is for the demonstration alone', async () => {
    const headers = { ...pageHeaders, cookie: await server.signInDemo('demo-root', 'admin') }
    const bySession = async () =>
      await server.send('POST', `${exportsApi}:create`, headers, { certification_id: review, format: 0 })
    expect((await bySession()).body).toMatchObject({ message: expect.stringContaining('Take an API key') })
    const { db } = server.database.store
    // One that an account of the demonstration has made of its workflow.
    await db.updateTable('workflow').set({ demo: true }).execute()
    expect((await bySession()).status).toBe(200)
    await db.updateTable('workflow').set({ demo: false }).execute()
    await db.updateTable('certification').set({ demo: true }).where('certification_id', '=', review).execute()
    const times = await timesInAccessLog('createReviewExport')
    expect((await bySession()).status).toBe(200)
    expect(await timesInAccessLog('createReviewExport')).toBe(times + 1)
  })

  test('again under the same key is the same export, and cannot be more rows than a sheet holds', async () => {
    const send = async (body: object) =>
      await server.send(
        'POST',
        `${exportsApi}:create`,
        { ...bearer('ana'), 'idempotency-key': 'review of today' },
        { certification_id: review, format: 0, ...body },
      )
    const first = await send({})
    expect(idOf(await send({ order_by: 'source.type asc' }))).toBe(idOf(first))
    for (const other of [
      { format: 6 },
      { title: 'x' },
      { filter: 'source.id eq "x"' },
      { order_by: 'decision' },
    ])
      expect((await send(other)).status).toBe(422)
    const { store } = server.database
    const user = aUser('root')
    const actor = { id: 'root', name: 'Root', user, roles: ['admin'], via: 'key', scopes: [] } as const
    const wanted = {
      certification_id: review,
      format: 'XLSX',
      title: undefined,
      filter: undefined,
      mutable_filter: undefined,
      order: { field: 'decision', direction: 'asc' },
    } as const
    const tight = localReviewExports({ store, dir: server.exportDir, sheetRows: 5 })
    await expect(tight.make(wanted, actor, undefined)).rejects.toThrow('XLSX holds at most 5 rows')
  })

  test('of many rows takes a proof of the last ten minutes from a session, and none from a key', async () => {
    const { store } = server.database
    const clock = () => new Date()
    const careful = localReviewExports({ store, dir: server.exportDir, clock, rowsWithoutProof: 5 })
    const roomy = localReviewExports({ store, dir: server.exportDir, clock, rowsWithoutProof: 50 })
    const who = { id: 'root', name: 'Root', user: aUser('root'), roles: ['admin'] } as const
    const provenBefore = (minutes: number) => {
      const at = new Date(Date.now() - minutes * 60_000).toISOString()
      const facts = {
        id: 's',
        method: 'password',
        stage: 'complete',
        last_used_at: at,
        expires_at: at,
      } as const
      return { ...who, via: 'session', session: { ...facts, authenticated_at: at } } as const
    }
    const wanted = {
      certification_id: review,
      format: 'CSV',
      title: undefined,
      filter: undefined,
      mutable_filter: undefined,
      order: { field: 'decision', direction: 'asc' },
    } as const
    await expect(careful.make(wanted, provenBefore(11), undefined)).rejects.toMatchObject({
      problem: { reason: 'FRESH_PROOF_REQUIRED' },
    })
    const made = [
      await careful.make(wanted, provenBefore(9), undefined),
      await careful.make(wanted, { ...who, via: 'key', scopes: ['reviews:export'] }, undefined),
      await roomy.make(wanted, provenBefore(11), undefined),
    ]
    for (const { id } of made) await careful.cancel(id, provenBefore(0))
  })
})

describe('rights', () => {
  test("are asked again when it is polled and fetched; anybody else's is not there", async () => {
    const id = idOf(await create('ana'))
    await finished('ana', id)
    const { db } = server.database.store
    const statuses = async (name: Name) => [
      (await get(name, id)).status,
      (await get(name, id, ':download')).status,
      (await get(name, id, ':download?file=history')).status,
    ]
    expect(await statuses('ana')).toEqual([200, 200, 200])
    expect(await statuses('root')).toEqual([200, 200, 200])
    expect(await statuses('aud')).toEqual([404, 404, 404])
    const { body: nonsense } = await get('ben', crypto.randomUUID())
    const plain = (body: unknown) => ({ ...(body as object), request_id: '', timestamp: '', details: '' })
    expect(plain((await get('ben', id)).body)).toEqual(plain(nonsense))
    const setting = db.updateTable('review_setting')
    await setting.set({ value: { allow_csv_exports: false } }).execute()
    expect(await statuses('ana')).toEqual([403, 403, 403])
    await setting.set({ value: { allow_csv_exports: true } }).execute()
    // One of her two rows is somebody else's now.
    await db.deleteFrom('result_reviewer').where('user_id', '=', 'ana').where('result_id', '=', 3).execute()
    expect(await statuses('ana')).toEqual([403, 403, 403])
    expect(await statuses('root')).toEqual([200, 200, 200])
  })

  test('end when a row is given to somebody else, whose delegate has it in their files then', async () => {
    const before = idOf(await create('ana'))
    expect((await finished('ana', before)).row_count).toBe(2)
    const headers = { ...pageHeaders, cookie: cookies.get('root') ?? '' }
    const delegation = { values: [{ original_user: aUser('ben'), delegate_user: aUser('del') }] }
    const users = '/api/preview/awf/delegation/users'
    expect((await server.send('POST', `${users}:add`, headers, delegation)).status).toBe(200)
    onTestFinished(async () => void (await server.send('POST', `${users}:remove`, headers, delegation)))
    expect((await create('del')).status).toBe(404)
    const value = { result_id: 0, reviewers: [{ user_type: 'localCookieUser', id: 'ben' }] }
    const path = `/api/preview/awf/certifications/${review}/results`
    const given = await server.send(
      'PUT',
      path,
      { ...headers, 'if-match': '"1"', 'idempotency-key': crypto.randomUUID() },
      { value },
    )
    expect([given.status, given.body]).toEqual([200, {}])
    for (const verb of ['', ':download', ':download?file=history'])
      expect([verb, (await get('ana', before, verb)).status]).toEqual([verb, 403])
    for (const [name, ids] of [
      ['del', ['0']],
      ['ana', ['3']],
      ['ben', ['0', '1', '3', '4']],
    ] as const) {
      const seen = await walk(name, { order_by: 'source.id asc' })
      const id = idOf(await create(name, { order_by: 'source.id asc' }))
      await finished(name, id)
      const [, ...lines] = parse(await bytesOf(name, id, 'rows'))
      expect(lines.map(([result_id]) => result_id)).toEqual(seen.map(({ result_id }) => String(result_id)))
      expect(new Set(lines.map(([result_id]) => result_id))).toEqual(new Set(ids))
    }
  })

  test("nobody tells another person's export from one that is not there, by any call", async () => {
    const id = idOf(await create('ana'))
    await finished('ana', id)
    const calls = [
      ['GET', `${exportsApi}/ID`],
      ['GET', `${exportsApi}/ID:download`],
      ['GET', `${exportsApi}/ID:download?file=history`],
      ['GET', '/app/v1/exports/ID/pack'],
    ] as const
    for (const [method, path] of calls) {
      const answerOf = async (name: Name, of: string) => {
        const answer = await fetch(server.url + path.replace('ID', of), { method, headers: bearer(name) })
        const text = await answer.text()
        const own = new Set(['date', 'x-request-id'])
        const headers = [...answer.headers].filter(([header]) => !own.has(header))
        return [answer.status, headers, text.replaceAll(/"(request_id|timestamp)":"[^"]*"/g, '"$1":""')]
      }
      for (const name of ['ben', 'aud', 'omar', 'olga'] as const) {
        const another = await answerOf(name, id)
        expect(another[0]).toBe(404)
        for (const nonsense of [crypto.randomUUID(), 'nonsense'])
          expect(await answerOf(name, nonsense)).toEqual(another)
      }
      expect((await answerOf('root', id))[0]).toBe(200)
    }
  })

  test('of somebody who saw the whole are those of the whole', async () => {
    const id = idOf(await create('omar', { filter: 'source.id co "omar"' }))
    await finished('omar', id)
    const { db } = server.database.store
    await server.signIn('omar', 'auditor', 'operator')
    expect((await get('omar', id)).status).toBe(200)
    const whole = idOf(await create('omar', { filter: 'source.id co "omar"' }))
    await finished('omar', whole)
    await server.signIn('omar', 'operator')
    expect([(await get('omar', whole)).status, (await get('omar', id)).status]).toEqual([403, 200])
    await db
      .updateTable('certification')
      .set({ state: 'CERT_STATE_COMPLETED' })
      .where('certification_id', '=', review)
      .execute()
    expect((await get('omar', id)).status).toBe(403)
  })

  test('are those of the moment in which the files are made', async () => {
    const { store } = server.database
    const tools = { store, dir: server.exportDir }
    const input = {
      certification_id: review,
      filter: null,
      mutable_filter: null,
      order: { field: 'decision', direction: 'asc' },
      format: 'CSV',
      title: null,
    }
    const made = async (id: string, change: object = {}) =>
      await exportReview(
        { ...tools, ...change },
        {
          id: crypto.randomUUID(),
          maker: { user_type: 'localCookieUser', id },
          created_at: new Date().toISOString(),
          attempt: 1,
          signal: new AbortController().signal,
          progress: () => undefined,
          input: { ...input, ...change, maker: { user_type: 'localCookieUser', id } },
        },
      )
    expect((await made('ben')).result).toMatchObject({
      row_count: 3,
      seen: { whole: false, runs: [1, 1, 3, 2] },
    })
    await expect(made('nobody')).rejects.toThrow('You do not see this review any more.')
    await expect(made('root', { format: 'XLSX', sheetRows: 11 })).rejects.toThrow(
      'XLSX holds at most 11 rows',
    )
    await store.db.updateTable('review_setting').set({ value: {} }).execute()
    await expect(made('ben')).rejects.toThrow('do not let reviewers take its rows away')
    await store.db.deleteFrom('result_reviewer').where('user_id', '=', 'ben').execute()
    await expect(made('ben')).rejects.toThrow('You do not see this review any more.')
    expect((await server.exportDir.list()).filter(({ isPart }) => isPart)).toEqual([])
  })
})

test("the README's lines make an export of a review, poll it and save its files", async () => {
  const { db } = server.database.store
  await db
    .updateTable('certification')
    .set({ certification_id: 'CERTIFICATION' })
    .where('certification_id', '=', review)
    .execute()
  const key = keys.get('aud') ?? ''
  const files = await typeExportLines({ section: 'Taking the rows of a review away', key, url: server.url })
  expect(
    [...files.keys()].toSorted().map((name) => name.replace(/\d{8}-\d{6}Z/, '').replace(/-\d+/, '')),
  ).toEqual(['access-review-workflow-.csv', 'access-review-workflow-history-.csv'])
  expect(
    [...files.values()].map((bytes) => parse(bytes).length).toSorted((one, other) => one - other),
  ).toEqual([7, 13])
}, 30_000)
