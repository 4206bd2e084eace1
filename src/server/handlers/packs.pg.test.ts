import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ExportJob } from '#contract/export-job.ts'
import type { SigningKey } from '#contract/export-pack.ts'
import type { Role } from '#contract/permissions.ts'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { anEvent, awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { insertReview } from '#testing/insert-review.ts'
import { createRandom } from '#testing/random.ts'
import { type ManifestFile, readPack } from '#testing/read-pack.ts'
import { typeLinesAfter } from '#testing/readme-lines.ts'
import { aNode, anEntry, aRow, aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { exportKinds } from '../jobs/exports/export-kinds.ts'
import { exportEvents } from '../jobs/exports/export-events.ts'
import type { ExportResult } from '../jobs/exports/export-tools.ts'
import { exportReview } from '../jobs/exports/export-review.ts'
import { startWorker } from '../jobs/worker.ts'
import { listExportKeys, replaceExportKey } from '../store/export-keys.ts'
import { startImport } from '../store/activity/imports.ts'

const eventsApi = '/api/private/lifecycle_management'
const reviewsApi = '/api/preview/awf/exports/access_review'
const people = {
  root: 'admin',
  aud: 'auditor',
  ana: 'reviewer',
  ben: 'reviewer',
} as const satisfies Readonly<Record<string, Role>>
type Name = keyof typeof people

let server: TestServer
let worker: { stop(): Promise<void> }
let review = ''
const keys = new Map<Name, string>()
/** Whose rows the review has, each with texts that nobody else's has. */
const owners: readonly Name[] = ['ana', 'ben', 'ben', 'ana', 'ben']

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  const dangerous = anEvent({ policy_task: 'dangerous', identity_name: '=1', policy_name: 'a "b"\n\\.' })
  await insertEvents(store.db, [...awkwardEvents(60, createRandom(3)), dangerous])
  await store.database.pool.query(
    `UPDATE action_event SET extra = '{"region": "é\\"\\n", "size": 1.50, "state": "not this"}' WHERE policy_task = 'dangerous'`,
  )
  for (const [name, role] of Object.entries(people)) {
    await server.signIn(name, role)
    keys.set(
      name as Name,
      await server.keyOf(aUser(name), 'activity:export', 'activity:read', 'reviews:export', 'reviews:read'),
    )
  }
  const rows = owners.map((name, index) =>
    aRow({
      source: aNode('OktaUser', `source-of-${name}-${index}`, { note: `property-of-${name}-${index}` }),
      destination: aNode('S3Bucket', `destination-of-${name}-${index}`),
      notes: `=note-of-${name}-${index}`,
      reviewers: [aUser(name)],
      log: [
        anEntry('NOTE_ADDED', { detail: { note: `said-of-${name}-${index}` } }),
        anEntry('SIGNED_OFF', { detail: { reason: `reason-of-${name}-${index}` } }),
      ],
    }),
  )
  const allow = { allow_reviewer_exports: { allow_csv_exports: true } }
  review = await insertReview(server, rows, { name: 'Quarter 4', settings: allow })
  const kinds = exportKinds({ store, dir: server.exportDir })
  worker = await startWorker(store, { kinds, log: { info: noop, warn: noop }, onLost: noop })
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

const noop = () => undefined
const keyOf = (name: Name) => keys.get(name) ?? ''
const bearer = (name: Name) => ({ authorization: `Bearer ${keyOf(name)}` })
const asJson = { 'content-type': 'application/json' }
const packOf = async (id: string, name: Name = 'root', init: RequestInit = {}) =>
  await fetch(`${server.url}/app/v1/exports/${id}/pack`, { ...init, headers: bearer(name) })

async function finished(id: string): Promise<string> {
  const { db } = server.database.store
  const job = db.selectFrom('job').select(['state', 'error']).where('id', '=', id)
  await expect
    .poll(async () => (await job.executeTakeFirst())?.state, { timeout: 20_000, interval: 20 })
    .toBe('FINISHED')
  return id
}

async function makeEvents(query: string, body: object = {}, name: Name = 'aud'): Promise<string> {
  const path = `/app/v1/activity/action_events:export?${query}`
  const { body: answer } = await server.send('POST', path, { ...bearer(name), ...asJson }, body)
  return await finished((answer as { value: { id: string } }).value.id)
}

async function makeReview(name: Name, body: object = {}): Promise<string> {
  const wanted = { certification_id: review, format: 0, ...body }
  const { body: answer } = await server.send(
    'POST',
    `${reviewsApi}:create`,
    { ...bearer(name), ...asJson },
    wanted,
  )
  return await finished((answer as { id: string }).id)
}

type Manifest = Readonly<Record<string, unknown>> & {
  readonly server: { readonly key_id: string }
  readonly rows: object
  readonly files: readonly ManifestFile[]
}

/** A pack that is what its manifest says, whose signature is by a key that the server tells of. */
async function verified(id: string, name: Name = 'root') {
  const answer = await packOf(id, name)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
  expect(answer.headers.get('content-encoding')).toBeNull()
  const bytes = Buffer.from(await answer.arrayBuffer())
  const files = await readPack(bytes)
  const text = files.get('manifest.json') ?? Buffer.alloc(0)
  const manifest = JSON.parse(text.toString()) as Manifest
  expect(`${JSON.stringify(manifest, null, 2)}\n`).toBe(text.toString())
  expect([...files.keys()]).toEqual([
    'manifest.json',
    'manifest.json.sig',
    ...manifest.files.map((file) => file.name),
  ])
  const { values } = (await server.get('/app/v1/export-key')).body as { values: SigningKey[] }
  const key = values.find(({ key_id }) => key_id === manifest.server.key_id)
  const publicKey = createPublicKey(key?.public_key ?? '')
  const der = publicKey.export({ format: 'der', type: 'spki' })
  expect(hashOf(der).slice(0, 16)).toBe(manifest.server.key_id)
  expect(verify(null, text, publicKey, files.get('manifest.json.sig') ?? Buffer.alloc(0))).toBe(true)
  for (const file of manifest.files) expectFacts(file, files.get(file.name) ?? Buffer.alloc(0))
  return { manifest, files, bytes, answer }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function expectFacts(file: ManifestFile, bytes: Buffer): void {
  const chunks = Array.from({ length: Math.ceil(bytes.length / file.chunk_bytes) }, (_, index) =>
    hashOf(bytes.subarray(index * file.chunk_bytes, (index + 1) * file.chunk_bytes)),
  )
  expect(file).toMatchObject({
    bytes: bytes.length,
    newlines: bytes.toString('latin1').split('\n').length - 1,
    sha256: hashOf(bytes),
    chunk_bytes: 1024 * 1024,
    chunk_sha256: chunks,
  })
}

const linesOf = (bytes: Buffer | undefined) =>
  (bytes?.toString() ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line))

async function listed(name: Name, path: string): Promise<unknown[]> {
  return ((await server.get(path, keyOf(name))).body as { values: unknown[] }).values
}

async function answerOf(id: string, name: Name): Promise<string> {
  const answer = await packOf(id, name)
  return `${answer.status} ${(await answer.text()).replaceAll(/"(request_id|timestamp|instance)":"[^"]*"/g, '')}`
}

describe('a pack of events', () => {
  const bounds = 'started_at ge "2000-01-01T00:00:00Z" and not (state eq "SKIPPED")'

  test.each(['CSV', 'XLSX'])('as %s has its rows once more as the list gives them', async (format) => {
    const order_by = 'completed_at desc'
    const id = await makeEvents(`format=${format}&jsonl=true`, { filter: bounds, order_by })
    const { manifest, files, answer } = await verified(id, 'aud')
    const query = new URLSearchParams({ filter: bounds, order_by })
    const events = (await listed('aud', `${eventsApi}/action_events?${query}`)) as ActionEvent[]
    expect(events.length).toBeGreaterThan(20)
    const [main, exact] = manifest.files
    const bytes = files.get(main?.name ?? '') ?? Buffer.alloc(0)
    const cells = format === 'CSV' ? parse(bytes) : await readSheet(bytes)
    expect([cells.length - 1, main?.rows, exact?.rows]).toEqual(Array(3).fill(events.length))
    expect(linesOf(files.get(exact?.name ?? ''))).toEqual(events)
    // A key that was imported beside the one of that name does not stand beside it either.
    expect(files.get(exact?.name ?? '')?.includes('not this')).toBe(false)
    expect([main?.holds, exact?.holds]).toEqual(['rows', 'rows, exact values'])
    const runnable = events
      .flatMap((event) => Object.entries(event))
      .filter(([key, cell]) => !key.endsWith('_at') && /^'* *[=+\-@\t\r]/.test(String(cell)))
    expect(main?.guarded_cells).toBe(format === 'CSV' ? runnable.length : 0)
    const keyed = (event?: ActionEvent) => ({
      policy_task: event?.policy_task,
      action_name: event?.action_name,
    })
    const counted = { written: events.length, counted: events.length }
    expect(manifest.rows).toMatchObject({
      ...counted,
      reconciled_with: null,
      first_key: keyed(events.at(0)),
      last_key: keyed(events.at(-1)),
    })
    const job = ((await server.get(`${eventsApi}/exports/${id}`, keyOf('aud'))).body as { value: ExportJob })
      .value
    expect(manifest).toMatchObject({
      format: 'countersign-export',
      format_version: 1,
      complete: true,
      export: { id, kind: 'ACTION_EVENTS', made_by: aUser('aud'), created_at: job.created_at, attempt: 1 },
      query: {
        filter: expect.stringContaining('started_at ge "2000-01-01T00:00:00Z"'),
        covers: 'every event of the log that the filter matches',
        filter_in_words: 'not (state is "SKIPPED") and started at is at or after "2000-01-01T00:00:00Z"',
        order_by,
        range: { field: 'started_at', from: '2000-01-01T00:00:00Z', to: null, zone: 'UTC' },
      },
    })
    const { snapshot_at } = manifest['export'] as { snapshot_at: string }
    expect(job.snapshot_at).toBe(snapshot_at)
    expect(snapshot_at >= job.created_at && snapshot_at <= (job.finished_at ?? '')).toBe(true)
    const name = /^attachment; filename="action-events-\d{8}-\d{6}Z\.zip"$/
    expect(answer.headers.get('content-disposition')).toMatch(name)
  })

  test('by the documented path, or as JSONL, has one file; of no event it has no keys', async () => {
    const made = await server.send('POST', `${eventsApi}/action_events:export`, bearer('aud'), {
      filter: 'policy_id eq "none"',
    })
    const { manifest } = await verified(await finished((made.body as { id: string }).id), 'aud')
    expect(manifest.files.map(({ holds, rows, newlines }) => [holds, rows, newlines])).toEqual([
      ['rows', 0, 1],
    ])
    expect(manifest.rows).toMatchObject({ written: 0, first_key: null, last_key: null })
    const { manifest: ofLines } = await verified(await makeEvents('format=JSONL&jsonl=true'), 'aud')
    expect(ofLines.files.map(({ holds, rows }) => [holds, rows])).toEqual([['rows, exact values', 61]])
  })

  test('is asked for strictly, and never on the documented path', async () => {
    const ask = async (path: string) =>
      (await server.send('POST', path, { ...bearer('aud'), ...asJson }, { filter: 'policy_id eq "none"' }))
        .status
    const own = '/app/v1/activity/action_events:export'
    expect(await ask(`${own}?jsonl=yes`)).toBe(400)
    expect(await ask(`${own}?jsonl=true&jsonl=true`)).toBe(400)
    expect(await ask(`${eventsApi}/action_events:export?jsonl=true`)).toBe(400)
    expect(await ask(`${own}?jsonl=false`)).toBe(200)
  })
})

describe('a pack of a review', () => {
  const resultsPath = () => `/api/preview/awf/certifications/${review}/results`

  async function expectExact(name: Name, manifest: Manifest, files: ReadonlyMap<string, Buffer>, query = '') {
    const rows = (await listed(name, `${resultsPath()}${query}`)) as Result[]
    const history: object[] = []
    for (const { result_id } of rows) {
      const path = `/app/v1/certifications/${review}/results/${result_id}/history`
      const entries = (await listed(name, path)) as HistoryEntry[]
      history.push(...entries.map((entry) => ({ result_id, ...entry })))
    }
    const byContent = new Map(manifest.files.map((file) => [file.holds, file]))
    expect([...byContent.keys()]).toEqual(['rows', 'history', 'rows, exact values', 'history, exact values'])
    const exact = (holds: string) => linesOf(files.get(byContent.get(holds)?.name ?? ''))
    // Ours is what was last time: the list of the contract knows nothing of it.
    const documented = exact('rows, exact values').map((row) => {
      const { last_time: _lastTime, ...of } = row as Result & { last_time?: unknown }
      return of
    })
    expect(documented).toEqual(rows)
    expect(exact('history, exact values')).toEqual(history)
    expect([...byContent.values()].map((file) => file.rows)).toEqual(
      [rows, history, rows, history].map(({ length }) => length),
    )
    return rows
  }

  test('of all rows is reconciled with the count that the certification keeps', async () => {
    const { manifest, files, answer } = await verified(await makeReview('aud'), 'aud')
    await expectExact('aud', manifest, files)
    const names = [answer.headers.get('content-disposition') ?? '', ...manifest.files.map(({ name }) => name)]
    expect(names.map((name) => name.replace(/\d{8}-\d{6}Z/, 'TIME'))).toEqual([
      'attachment; filename="access-review-quarter-4-TIME.zip"',
      'access-review-quarter-4-TIME.csv',
      'access-review-quarter-4-history-TIME.csv',
      'access-review-quarter-4-TIME.jsonl',
      'access-review-quarter-4-history-TIME.jsonl',
    ])
    expect(manifest).toMatchObject({
      export: { kind: 'ACCESS_REVIEW', made_by: aUser('aud') },
      query: {
        filter: '',
        mutable_filter: '',
        covers: 'every row of the review',
        filter_in_words: 'every row',
        certification_name: 'Quarter 4',
      },
      rows: {
        written: 5,
        reconciled_with: { what: 'total_result_count of the certification', count: 5 },
        first_key: { result_id: 0 },
        last_key: { result_id: 4 },
      },
    })
  })

  test('as XLSX and filtered is reconciled with what the list counts', async () => {
    const filter = 'source.id co "ben"'
    const mutable_filter = 'decision eq "RESULT_DECISION_NONE"'
    const order_by = 'source.name desc'
    const { manifest, files } = await verified(
      await makeReview('root', { format: 6, filter, mutable_filter, order_by }),
    )
    const query = `?${new URLSearchParams({ filter, mutable_filter, order_by })}`
    const rows = await expectExact('root', manifest, files, query)
    expect(manifest).toMatchObject({
      query: {
        filter,
        covers: 'every row of the review that the filter matches',
        filter_in_words: 'source id contains "ben" and decision is "RESULT_DECISION_NONE"',
        order_by,
      },
      rows: {
        written: 3,
        reconciled_with: { what: 'rows of the certification that match the filter', count: 3 },
        first_key: { result_id: rows[0]?.result_id },
        last_key: { result_id: rows[2]?.result_id },
      },
    })
  })

  test("of a reviewer has no byte of others' rows", async () => {
    const { manifest, files } = await verified(await makeReview('ana'), 'ana')
    const rows = await expectExact('ana', manifest, files)
    expect(rows.map(({ result_id }) => result_id)).toEqual([0, 3])
    expect(manifest).toMatchObject({
      query: {
        covers: 'only the rows of the review that the maker may see',
        filter_in_words: 'every row that the maker may see',
      },
      rows: { written: 2, reconciled_with: { what: 'rows that the maker may see', count: 2 } },
    })
    const texts = [...files.entries()].map(([name, bytes]) => name + bytes.toString('latin1'))
    expect(texts.join('')).toContain('said-of-ana-3')
    for (const text of texts) expect(text).not.toMatch(/of-ben|"ben|ben@|:ben/)
  })

  test('whose count is not that of the certification is none', async () => {
    const { store } = server.database
    const wrong = async (change: number) =>
      await store.db
        .updateTable('certification')
        .set(({ eb }) => ({ total_result_count: eb('total_result_count', '+', change) }))
        .where('certification_id', '=', review)
        .execute()
    await wrong(1)
    onTestFinished(async () => void (await wrong(-1)))
    const maker = { user_type: 'localCookieUser', id: 'root' }
    const order = { field: 'decision', direction: 'asc' }
    const input = {
      certification_id: review,
      filter: null,
      mutable_filter: null,
      order,
      format: 'CSV',
      maker,
    }
    const run = { ...aRun(maker), input: { ...input, title: null } }
    await expect(exportReview({ store, dir: server.exportDir }, run)).rejects.toThrow(
      '5 rows were counted, but 6 are the total_result_count of the certification',
    )
    expect((await server.exportDir.list()).filter(({ id }) => id === run.id)).toEqual([])
  })
})

const aRun = (maker: { readonly user_type: string; readonly id: string }) => ({
  id: crypto.randomUUID(),
  maker,
  created_at: new Date().toISOString(),
  attempt: 1,
  signal: new AbortController().signal,
  progress: noop,
})

test('of somebody who may not export events any more when it is made there is none', async () => {
  const tools = { store: server.database.store, dir: server.exportDir }
  const input = { filter: null, order: { field: 'state', direction: 'asc' }, format: 'CSV' }
  for (const id of ['gone', 'ana']) {
    const run = { ...aRun({ user_type: 'localCookieUser', id }), input }
    await expect(exportEvents(tools, run)).rejects.toThrow('You may not export workflow actions any more.')
    expect((await server.exportDir.list()).filter((file) => file.id === run.id)).toEqual([])
  }
})

test('what broke off leaves nothing, and an attempt that comes after says which it was', async () => {
  const { store } = server.database
  const tools = { store, dir: server.exportDir }
  const input = { filter: null, order: { field: 'state', direction: 'asc' }, format: 'CSV', jsonl: true }
  const run = { ...aRun({ user_type: 'localCookieUser', id: 'root' }), input }
  const breakOff = () => {
    throw new Error('broken off')
  }
  await expect(exportEvents(tools, { ...run, progress: breakOff })).rejects.toThrow('broken off')
  expect((await server.exportDir.list()).filter(({ id }) => id === run.id)).toEqual([])
  const { result } = await exportEvents(tools, { ...run, attempt: 2 })
  const names = (await server.exportDir.list()).filter(({ id }) => id === run.id).map(({ name }) => name)
  const kinds = ['csv', 'jsonl', 'manifest.json', 'manifest.json.sig']
  expect(names.toSorted()).toEqual(kinds.map((kind) => `${run.id}.${kind}`))
  expect(result).toMatchObject({
    row_count: 61,
    pack: { files: [{ kind: 'csv' }, { kind: 'jsonl', rows: 61 }] },
  })
})

describe('who may take a pack', () => {
  test('is its maker and admins; anybody else is told what they are told of a nonsense id, of either kind', async () => {
    const ids = [await makeEvents('jsonl=false&format=JSONL'), await makeReview('aud')]
    await server.signIn('ben', 'auditor')
    onTestFinished(async () => void (await server.signIn('ben', 'reviewer')))
    for (const id of ids) {
      expect(await answerOf(id, 'ben')).toBe(await answerOf('nonsense', 'ben'))
      expect(await answerOf(id, 'ben')).toMatch(/^404/)
      expect([(await packOf(id, 'aud')).status, (await packOf(id, 'root')).status]).toEqual([200, 200])
    }
    expect((await fetch(`${server.url}/app/v1/exports/${ids[0]}/pack`)).status).toBe(401)
  })

  test('is asked for the permission of its kind, and what its download is asked', async () => {
    const { db } = server.database.store
    const [events, rows] = [await makeEvents('format=JSONL'), await makeReview('ana')]
    const scoped = async (id: string, name: Name, scope: 'activity:export' | 'reviews:export') => {
      const key = await server.keyOf(aUser(name), scope)
      const headers = { authorization: `Bearer ${key}` }
      return (await fetch(`${server.url}/app/v1/exports/${id}/pack`, { headers })).status
    }
    expect(await scoped(events, 'aud', 'activity:export')).toBe(200)
    expect(await scoped(events, 'aud', 'reviews:export')).toBe(403)
    expect(await scoped(rows, 'ana', 'reviews:export')).toBe(200)
    expect(await scoped(rows, 'ana', 'activity:export')).toBe(403)
    // Who has lost the role of its kind since.
    await server.signIn('aud', 'reviewer')
    expect((await packOf(events, 'aud')).status).toBe(403)
    const cookie = await server.signIn('aud', 'auditor')
    const bySession = async (id: string, of = cookie) =>
      (await server.send('GET', `/app/v1/exports/${id}/pack`, { ...pageHeaders, cookie: of })).status
    const hersCookie = await server.signIn('ana', 'reviewer')
    const imported = await startImport(db, { fileName: 'events.jsonl', demo: false })
    expect([await bySession(events), await bySession(rows, hersCookie)]).toEqual([200, 200])
    // At the open entrance whoever sits there may be anybody, so that what is real takes a key.
    await db.updateTable('session').set({ method: 'entrance' }).execute()
    expect([await bySession(events), await bySession(rows, hersCookie)]).toEqual([403, 403])
    await db.deleteFrom('import_run').where('id', '=', imported).execute()
    expect(await bySession(events)).toBe(200)
    const setting = db.updateTable('review_setting')
    await setting.set({ value: { allow_csv_exports: false } }).execute()
    expect((await packOf(rows, 'ana')).status).toBe(403)
    await setting.set({ value: { allow_csv_exports: true } }).execute()
    const hers = db.deleteFrom('result_reviewer').where('user_id', '=', 'ana').where('result_id', '=', 3)
    await hers.execute()
    expect([(await packOf(rows, 'ana')).status, (await packOf(rows, 'root')).status]).toEqual([403, 200])
  })
})

describe('sending a pack', () => {
  test('is in the access log first, and to HEAD sends no bytes', async () => {
    const id = await makeEvents('format=JSONL')
    const head = await packOf(id, 'aud', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/zip',
      '',
    ])
    const { db } = server.database.store
    const entry = db.selectFrom('access_log').select(['action', 'actor']).orderBy('id', 'desc').limit(1)
    expect(await entry.executeTakeFirst()).toMatchObject({ action: 'downloadPack' })
  })

  test('is refused where a file is missing, or is not the one that was made', async () => {
    const dir = server.exportDir
    const other = await makeEvents('format=JSONL')
    const manifest = dir.fileOf(other, 'manifest.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"complete": true', '"complete": TRUE'))
    expect((await packOf(other, 'aud')).status).toBe(400)
    for (const kind of ['csv', 'jsonl', 'manifest.json', 'manifest.json.sig'] as const) {
      const removed = await makeEvents('format=CSV&jsonl=true')
      await dir.remove(`${removed}.${kind}`)
      expect([kind, await answerOf(removed, 'aud')]).toEqual([
        kind,
        expect.stringMatching(/^400.*Export again/),
      ])
      if (kind === 'csv') {
        const shortened = await makeEvents('format=JSONL')
        truncateSync(dir.fileOf(shortened, 'jsonl'), 100)
        expect((await packOf(shortened, 'aud')).status).toBe(400)
      }
    }
  })
})

describe('a pack that takes long to send', () => {
  const size = 12 * 1024 * 1024

  /** An export whose first file is made so large, of bytes that cannot be packed, that no buffer holds it. */
  async function large(): Promise<string> {
    const { db } = server.database.store
    const id = await makeEvents('format=CSV&jsonl=true')
    writeFileSync(server.exportDir.fileOf(id, 'csv'), randomBytes(size))
    const job = await db.selectFrom('job').select('result').where('id', '=', id).executeTakeFirstOrThrow()
    const { pack, ...result } = job.result as ExportResult
    const files = pack?.files.map((file) => (file.kind === 'csv' ? { ...file, bytes: size } : file))
    const changed = JSON.stringify({ ...result, pack: { ...pack, files } })
    await db.updateTable('job').set({ result: changed }).where('id', '=', id).execute()
    return id
  }

  const begun = async (id: string, init: RequestInit = {}) => {
    const reader = (await packOf(id, 'aud', init)).body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    return reader
  }

  const openFiles = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      const path = `/proc/self/fd/${fd}`
      return (
        lstatSync(path, { throwIfNoEntry: false }) && readlinkSync(path).startsWith(server.exportDir.path)
      )
    })

  test('breaks off where a file turns out not to be whole', async () => {
    const id = await large()
    const reader = await begun(id)
    truncateSync(server.exportDir.fileOf(id, 'jsonl'), 10)
    const rest = async () => {
      while (!(await reader?.read())?.done);
    }
    await expect(rest()).rejects.toThrow()
    expect(openFiles()).toEqual([])
  })

  test('closes its files once its reader has left', async () => {
    const leave = new AbortController()
    onTestFinished(() => leave.abort())
    await begun(await large(), { signal: leave.signal })
    await expect.poll(openFiles, { interval: 10 }).toHaveLength(1)
    leave.abort()
    await expect.poll(openFiles, { interval: 10 }).toEqual([])
  })
})

test("the README's lines save a pack", async () => {
  const id = await makeEvents('format=CSV&jsonl=true')
  const set = { KEY: keyOf('aud'), EXPORT: id }
  const [[name, bytes] = ['', Buffer.alloc(0)]] = [
    ...(await typeLinesAfter('A pack that proves itself', server.url, set)),
  ]
  expect(name).toMatch(/^action-events-\d{8}-\d{6}Z\.zip$/)
  expect((await readPack(bytes)).size).toBe(4)
})

test('a key that was replaced verifies what it signed, and signs no more', async () => {
  const { db } = server.database.store
  const before = await makeEvents('format=JSONL', { filter: 'policy_id eq "none"' })
  const [old] = await listExportKeys(db)
  await replaceExportKey(db)
  const { values } = (await server.get('/app/v1/export-key')).body as { values: SigningKey[] }
  const { manifest } = await verified(before, 'aud')
  expect(manifest.server.key_id).toBe(old?.key_id)
  const after = await verified(await makeEvents('format=JSONL', { filter: 'policy_id eq "none"' }), 'aud')
  expect(after.manifest.server.key_id).toBe(values[0]?.key_id)
})
