import { readdirSync, statSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type ActionEvent, actionEventKeys } from '#contract/activity/action-event.ts'
import { type ExportFormat, type ExportJob, mediaTypes } from '#contract/export-job.ts'
import { actionEventOrders } from '#contract/fields.ts'
import { scopes } from '#contract/permissions.ts'
import { anEvent, awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { Collected } from '#testing/collected.ts'
import { createRandom } from '#testing/random.ts'
import { typeExportLines } from '#testing/readme-lines.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { matchedBy } from '../event-selection.ts'
import { ExportDir } from '../jobs/exports/export-dir.ts'
import { exportKinds } from '../jobs/exports/export-kinds.ts'
import type { ExportTools } from '../jobs/exports/export-tools.ts'
import { tidyExports } from '../jobs/exports/tidy-exports.ts'
import { writeEventFile } from '../jobs/exports/write-event-file.ts'
import { startWorker } from '../jobs/worker.ts'
import { localExports } from '../local-exports.ts'
import { storedNames } from '../store/activity/action-events.ts'
import { inEventSnapshot } from '../store/activity/event-snapshot.ts'
import { startImport } from '../store/activity/imports.ts'
import { eventFilterOf, eventOrderOf } from './read-action-events.ts'

const api = '/api/private/lifecycle_management'
const log = { info: () => undefined, warn: () => undefined }
let server: TestServer
let worker: { stop(): Promise<void> }
/** A key of Ana, an auditor, and one of an admin. */
let ana: string
let root: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  const dangerous = ['=1+1', '+1', '-1', '@a', '\ta', '\ra'].map((text, index) =>
    anEvent({
      policy_task: `dangerous ${index}`,
      identity_name: text,
      policy_name: `  ${text}`,
      messages: ['=1', 'a "quoted", line\nbreak'],
      extraction_event: null,
      policy_id: '',
    }),
  )
  await insertEvents(store.db, [...awkwardEvents(230, createRandom(12)), ...dangerous])
  await store.database.pool.query(
    `UPDATE action_event SET extra = '{"=region": "=x"}' WHERE policy_task = 'dangerous 0'`,
  )
  await server.signIn('ana', 'auditor')
  await server.signIn('root', 'admin')
  ana = await server.keyOf(aUser('ana'), 'activity:export', 'activity:read')
  root = await server.keyOf(aUser('root'), 'activity:export')
  worker = await startWorker(store, {
    kinds: exportKinds({ store, dir: server.exportDir }),
    log,
    onLost: () => undefined,
  })
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const asJson = { 'content-type': 'application/json' }
const idOf = ({ body }: Answer) => (body as { id: string }).id
const jobOf = ({ body }: Answer) => (body as { value: ExportJob }).value

const ask = (body: unknown, { key = ana, query = '', headers = {} } = {}) =>
  server.send('POST', `${api}/action_events:export${query}`, { ...bearer(key), ...asJson, ...headers }, body)

const poll = async (id: string, key = ana) => await server.get(`${api}/exports/${id}`, key)

async function finished(id: string): Promise<ExportJob> {
  await expect.poll(async () => jobOf(await poll(id)).status, { timeout: 20_000 }).toBe('FINISHED')
  return jobOf(await poll(id))
}

/** An export that no worker has begun, since it is over: for what needs only its row. */
async function overAs(status: 'FAILED' | 'CANCELLED'): Promise<string> {
  const id = idOf(await ask({}, { headers: { 'idempotency-key': crypto.randomUUID() } }))
  await finished(id)
  await server.database.store.db.updateTable('job').set({ state: status }).where('id', '=', id).execute()
  return id
}

async function fileOf(id: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return await fetch(`${server.url}${api}/exports/${id}:download`, {
    headers: { ...bearer(ana), ...headers },
  })
}

/** Every event of a list, in its order. */
async function walk(
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = bearer(ana),
): Promise<ActionEvent[]> {
  const events: ActionEvent[] = []
  let page_token = ''
  do {
    const query = new URLSearchParams({ ...parameters, ...(page_token ? { page_token } : {}) })
    const { body } = await server.send('GET', `${api}/action_events?${query}`, headers)
    const page = body as { values: ActionEvent[]; next_page_token: string; has_more: boolean }
    events.push(...page.values)
    page_token = page.has_more ? page.next_page_token : ''
  } while (page_token)
  return events
}

/** An event as the cells of its row. */
function cellsOf(event: ActionEvent, guards = true): string[] {
  const known = new Set<string>(actionEventKeys)
  const extra = Object.entries(event).filter(([key]) => !known.has(key))
  const cells = actionEventKeys.map((key) => {
    const value = event[key]
    if (Array.isArray(value)) return JSON.stringify(value)
    if (typeof value !== 'string') return value === null ? '' : String(value)
    return guards && /^'* *[=+\-@\t\r]/.test(value) && !key.endsWith('_at') ? `'${value}` : value
  })
  return [...cells, extra.length > 0 ? JSON.stringify(Object.fromEntries(extra)) : '']
}

/** Lists in a cell, which the database writes with other blanks. */
const sameJson = (cell: string) => (/^[[{]/.test(cell) ? JSON.stringify(JSON.parse(cell)) : cell)

describe('a file', () => {
  const lists = [
    {},
    { order_by: 'started_at asc' },
    ...actionEventOrders.slice(1).flatMap((field) => [{ order_by: field }, { order_by: `${field} desc` }]),
    { filter: 'identity_name co "a" and not (state eq "ERRORED")', order_by: 'completed_at desc' },
    { filter: 'started_at gt "2026-02-01T01:00:00Z" or action_name co "\'"' },
    { filter: 'identity_id eq "nobody\'s"' },
  ]

  /** An export's file as it is written, without a job. */
  async function written(
    format: ExportFormat,
    { filter, order_by }: (typeof lists)[number],
  ): Promise<{ text: string; first: object | null; last: object | null }> {
    const { store } = server.database
    const backend = { storedNames: () => storedNames(store.db) }
    const wanted = { ...matchedBy(await eventFilterOf(backend, filter)), order: eventOrderOf(order_by) }
    const options = { signal: new AbortController().signal, guards: true, onCounted: () => Promise.resolve() }
    const out = new Collected()
    const { first, last } = await inEventSnapshot(
      store,
      wanted,
      options,
      async (snapshot) => (await writeEventFile(format, snapshot, out)).rows,
    )
    return { text: out.bytes.toString(), first, last }
  }

  test.each(lists)('has the rows of the list, in its order: %j', async (list) => {
    const events = await walk(list)
    const { text, first, last } = await written('CSV', list)
    const keyOf = (event: ActionEvent | undefined) =>
      event ? { policy_task: event.policy_task, action_name: event.action_name } : null
    expect([first, last]).toEqual([keyOf(events.at(0)), keyOf(events.at(-1))])
    const [head, ...rows] = parse(text)
    expect(head).toEqual([...actionEventKeys, 'extra'])
    expect(rows.map((row) => row.map(sameJson))).toEqual(events.map((event) => cellsOf(event)))
    const lines = (await written('JSONL', list)).text.split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(events)
  })

  test('whose rows are not those that were counted is none', async () => {
    const options = { signal: new AbortController().signal, guards: true, onCounted: () => Promise.resolve() }
    const wanted = { ...matchedBy(undefined), order: eventOrderOf(undefined) }
    const short = inEventSnapshot(server.database.store, wanted, options, () => Promise.resolve(235))
    await expect(short).rejects.toThrow('235 rows were written of 236 that were counted')
  })

  test('as XLSX has the same rows, nothing guarded, and says in its name how many cells are cut', async () => {
    const list = { filter: 'policy_id eq "" or state eq "ERRORED"', order_by: 'identity_name' }
    const { db } = server.database.store
    const long = 'x'.repeat(40_000)
    const cut = db.updateTable('action_event').where('policy_task', '=', 'dangerous 1')
    await cut.set({ workflow_name: long }).execute()
    onTestFinished(async () => void (await cut.set({ workflow_name: 'Joiner' }).execute()))
    const id = idOf(await ask(list, { query: '?format=6' }))
    const job = await finished(id)
    expect(job).toMatchObject({ format: 'XLSX', guarded_cells: 0, cut_cells: 1 })
    expect(job.file_name).toMatch(/^action-events-\d{8}-\d{6}Z-1-cell-cut\.xlsx$/)
    const answer = await fileOf(id)
    expect(answer.headers.get('content-type')).toBe(mediaTypes.XLSX)
    const [head, ...rows] = await readSheet(Buffer.from(await answer.arrayBuffer()), { trim: false })
    expect(head).toEqual([...actionEventKeys, 'extra'])
    const events = await walk(list)
    expect(events.length).toBeGreaterThan(20)
    const inSheet = (cell: string, column: number) => {
      if (cell === '') return null
      return String(head?.[column]).startsWith('jobs_') ? Number(cell) : cell.slice(0, 32_767)
    }
    expect(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? sameJson(cell) : cell)))).toEqual(
      events.map((event) => cellsOf(event, false).map(inSheet)),
    )
  })

  test('is RFC 4180 with line feeds, guarded, counted, hashed and private', async () => {
    const id = idOf(await ask({ filter: 'policy_id eq ""' }))
    const job = await finished(id)
    const answer = await fileOf(id)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    expect(text.startsWith('policy_task,action_name,')).toBe(true)
    expect(text).toContain(`"'\ra"`)
    expect(text).toContain('"[""=1"", ""a \\""quoted\\"", line\\nbreak""]"')
    expect(text.replaceAll(/"[^"]*"/g, '')).not.toMatch(/\r|(^|,) *[=+\-@]/m)
    expect(job).toMatchObject({
      kind: 'ACTION_EVENTS',
      format: 'CSV',
      row_count: 6,
      guarded_cells: 12,
      bytes: bytes.length,
      error_message: null,
      progress: { total_rows: 6 },
    })
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    expect(job.sha256).toBe(Buffer.from(hash).toString('hex'))
    expect(Date.parse(job.expires_at ?? '') - Date.parse(job.finished_at ?? '')).toBe(24 * 3600 * 1000)
    const file = statSync(server.exportDir.fileOf(id, 'csv'))
    expect([file.mode & 0o777, file.size]).toEqual([0o600, bytes.length])
  })

  test('is sent as it is, with its length, whole or in parts', async () => {
    const id = idOf(await ask({}))
    const { file_name, bytes, sha256 } = await finished(id)
    const whole = await fileOf(id, { 'accept-encoding': 'gzip' })
    const text = await whole.text()
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file_name}"`,
      'content-length': String(bytes),
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
      'cache-control': 'no-store',
    })
    expect(whole.headers.get('content-encoding')).toBeNull()
    const part = async (range: string, more: Readonly<Record<string, string>> = {}) => {
      const answer = await fileOf(id, { range, ...more })
      return [answer.status, answer.headers.get('content-range'), await answer.text()]
    }
    const all = Buffer.from(text)
    const size = all.length
    expect(await part('bytes=0-9')).toEqual([206, `bytes 0-9/${size}`, text.slice(0, 10)])
    expect(await part('bytes=-5')).toEqual([
      206,
      `bytes ${size - 5}-${size - 1}/${size}`,
      all.subarray(-5).toString(),
    ])
    expect((await part(`bytes=100-${size + 5}`))[1]).toBe(`bytes 100-${size - 1}/${size}`)
    expect((await part(`bytes=${size}-`)).slice(0, 2)).toEqual([416, `bytes */${size}`])
    for (const odd of ['bytes=5-1', 'bytes=a-b', 'pages=1', 'bytes=0-0,2-2', 'bytes=-'])
      expect((await part(odd))[0]).toBe(200)
    expect((await part('bytes=0-9', { 'if-range': '"another"' }))[0]).toBe(200)
    expect((await part('bytes=0-9', { 'if-range': `"${sha256}"` }))[0]).toBe(206)
    const head = await fetch(`${server.url}${api}/exports/${id}:download`, {
      method: 'HEAD',
      headers: bearer(ana),
    })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(bytes),
      '',
    ])
  })
})

test.each(['auditor', 'admin'] as const)(
  'an export of an %s, by session and by key, has the rows of their own list',
  async (role) => {
    const cookie = await server.signIn(`some-${role}`, role)
    const key = await server.keyOf(aUser(`some-${role}`), 'activity:export', 'activity:read')
    const list = { filter: 'state eq "ERRORED" or identity_name co "a"', order_by: 'completed_at asc' }
    for (const headers of [
      { ...pageHeaders, cookie },
      { ...bearer(key), ...asJson },
    ]) {
      const id = idOf(await server.send('POST', `${api}/action_events:export`, headers, list))
      const status = async () => jobOf(await server.send('GET', `${api}/exports/${id}`, headers)).status
      await expect.poll(status, { timeout: 20_000 }).toBe('FINISHED')
      const answer = await fetch(`${server.url}${api}/exports/${id}:download`, { headers })
      const events = await walk(list, headers)
      expect(events.length).toBeGreaterThan(20)
      const [, ...rows] = parse(await answer.text())
      expect(rows.map((row) => row.map(sameJson))).toEqual(events.map((event) => cellsOf(event)))
    }
  },
)

describe('asking for one', () => {
  test.each([
    ['', 200],
    ['?format=', 200],
    ['?format=0', 200],
    ['?format=csv', 200],
    ['?format=XLSX', 200],
    ['?format=JSONL', 'format'],
    ['?format=1', 'format'],
    ['?format=constructor', 'format'],
    ['?format=0&format=0', 'format'],
    ['?order_by=state', 'query'],
  ])('with the query "%s"', async (query, outcome) => {
    const answer = await ask({ filter: 'policy_id eq "none"' }, { query })
    if (outcome === 200) return await expect(finished(idOf(answer))).resolves.toMatchObject({ row_count: 0 })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(outcome)
    expect((answer.body as { code: string }).code).toBe('InvalidArgument')
  })

  test.each([
    [{ filter: 'state eq "nonsense"' }, 'filter'],
    [{ filter: 'x' }, 'filter'],
    [{ order_by: 'messages' }, 'order_by'],
    [{ page_size: -1 }, 'page_size'],
    [{ page_size: '5' }, 'page_size'],
    [{ columns: [] }, 'body'],
  ])('with the body %j is refused by name', async (body, field) => {
    const answer = await ask(body)
    expect([answer.status, (answer.body as { details: object[] }).details[0]]).toMatchObject([
      400,
      { field_violations: [{ field }] },
    ])
  })

  test('as curl does, without a Content-Type of ours or a body, is the same with a key, and with none is not', async () => {
    const post = async (headers: Record<string, string>, body?: string) =>
      await fetch(`${server.url}${api}/action_events:export`, {
        method: 'POST',
        headers,
        ...(body ? { body } : {}),
      })
    expect((await post(bearer(ana), 'null')).status).toBe(400)
    const filter = JSON.stringify({ filter: 'policy_id eq "none"' })
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream'])
      await expect(
        finished(
          ((await (await post({ ...bearer(ana), 'content-type': type }, filter)).json()) as { id: string })
            .id,
        ),
      ).resolves.toMatchObject({ row_count: 0 })
    for (const type of [{}, asJson, { 'content-type': 'text/plain' }])
      expect((await post({ ...bearer(ana), ...type })).status).toBe(200)
    expect((await post({ ...bearer(ana), 'content-type': 'text/plain' }, 'filter=x')).status).toBe(400)
    const cookie = await server.signIn('ana', 'auditor')
    expect((await post({ ...pageHeaders, cookie, 'content-type': 'text/plain' }, filter)).status).toBe(415)
    expect((await post({ ...pageHeaders, cookie })).status).toBe(400)
    // Calls of ours take JSON that says so, with a key too.
    const own = `${server.url}/app/v1/certifications:check`
    const key = await server.keyOf(aUser('root'), ...scopes)
    const headers = { ...bearer(key), 'content-type': 'text/plain' }
    expect((await fetch(own, { method: 'POST', headers, body: '{}' })).status).toBe(415)
  })

  test('again under the same key is the same export; for another one it is 422', async () => {
    const headers = { 'idempotency-key': 'export of today' }
    const first = await ask({ filter: 'state eq "ERRORED"' }, { headers })
    const again = await ask({ filter: '(state eq "errored")' }, { headers })
    expect(idOf(again)).toBe(idOf(first))
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await ask({ filter: 'state eq "SKIPPED"' }, { headers })).status).toBe(422)
    // It is the person's, by whichever of their keys, and nobody else's.
    const other = await server.keyOf(aUser('ana'), 'activity:export')
    expect(idOf(await ask({ filter: 'state eq "ERRORED"' }, { key: other, headers }))).toBe(idOf(first))
    expect(idOf(await ask({ filter: 'state eq "ERRORED"' }, { key: root, headers }))).not.toBe(idOf(first))
    await finished(idOf(first))
  })

  test('as JSONL is on our own path, and shares the key with the documented one', async () => {
    const headers = { ...bearer(ana), ...asJson, 'idempotency-key': 'as lines' }
    const own = async (format: string) =>
      await server.send('POST', `/app/v1/activity/action_events:export?format=${format}`, headers, {})
    const made = await own('jsonl')
    const { id } = (made.body as { value: { id: string } }).value
    expect(await finished(id)).toMatchObject({ format: 'JSONL', row_count: 236, guarded_cells: 0 })
    const answer = await fileOf(id)
    expect([answer.headers.get('content-type'), (await answer.text()).split('\n').length]).toEqual([
      mediaTypes.JSONL,
      237,
    ])
    expect((await own('CSV')).status).toBe(422)
    expect((await ask({}, { headers: { 'idempotency-key': 'as lines' } })).status).toBe(422)
  })

  test('is refused where there is no room or no sheet for it, and where too many wait', async () => {
    const { store } = server.database
    const dir = server.exportDir
    const full = new ExportDir(dir.path, () => Promise.resolve(1024 ** 3))
    const tight = { store, dir: full, sheetRows: 235 }
    const order = { field: 'state', direction: 'asc' } as const
    const wanted = { ...matchedBy(undefined), order, format: 'CSV' } as const
    const user = aUser('busy')
    await insertPeople(store.db, [user], ['admin'])
    const actor = { id: 'busy', name: 'Busy', user, roles: ['admin'], via: 'key', scopes: [] } as const
    const make = async (tools: ExportTools, format: ExportFormat = 'CSV') =>
      (await localExports(tools).make({ ...wanted, format }, actor, undefined)).id
    await expect(make(tight)).rejects.toThrow('not enough free space')
    await expect(make({ ...tight, dir }, 'XLSX')).rejects.toThrow('XLSX holds at most 235 rows')
    await worker.stop()
    const exports = localExports({ store, dir })
    const ids = [await make({ store, dir }), await make({ store, dir, sheetRows: 236 }, 'XLSX')]
    while (ids.length < 10) ids.push(await make({ store, dir }))
    await expect(make({ store, dir })).rejects.toThrow('10 of your exports are not over')
    // However many ask at once.
    await exports.cancel(ids[2] ?? '', actor)
    const together = await Promise.allSettled(Array.from({ length: 8 }, () => make({ store, dir })))
    const [more, ...others] = together.flatMap((made) => (made.status === 'fulfilled' ? [made.value] : []))
    expect(others).toEqual([])
    ids.splice(2, 1, more ?? '')
    for (const id of ids.slice(2)) expect((await exports.cancel(id, actor)).status).toBe('CANCELLED')
    // What there was room for when it was asked for may have none when it is counted.
    worker = await startWorker(store, { kinds: exportKinds(tight), log, onLost: () => undefined })
    onTestFinished(async () => {
      await worker.stop()
      worker = await startWorker(store, { kinds: exportKinds({ store, dir }), log, onLost: () => undefined })
    })
    const messages = {
      [ids[0] ?? '']: 'not enough free space',
      [ids[1] ?? '']: 'XLSX holds at most 235 rows',
    }
    for (const [id, message] of Object.entries(messages)) {
      const state = async () => await exports.find(id, actor)
      await expect.poll(state, { timeout: 10_000 }).toMatchObject({ status: 'FAILED' })
      expect((await state()).error_message).toContain(message)
      expect(readdirSync(dir.path).filter((name) => name.includes(id))).toEqual([])
    }
  })

  test('by a session of the open entrance is for the demonstration alone, and so is knowing and fetching what is in it', async () => {
    const { db } = server.database.store
    const cookie = await server.signInDemo('ana', 'auditor')
    const calls = async () => {
      const made = await server.send('POST', `${api}/action_events:export`, { ...pageHeaders, cookie }, {})
      const id = made.status === 200 ? idOf(made) : idOf(await ask({}))
      await finished(id)
      const bySession = async (method: 'GET' | 'POST', path: string) =>
        await server.send(method, path, { ...pageHeaders, cookie }, method === 'POST' ? {} : undefined)
      return [
        made,
        await bySession('GET', `${api}/exports/${id}:download`),
        await bySession('GET', `${api}/exports/${id}`),
        await bySession('POST', `${api}/exports/${id}:cancel`),
        await bySession('POST', `/app/v1/exports/${id}:cancel`),
      ]
    }
    expect((await calls()).map(({ status }) => status)).toEqual(Array(5).fill(200))
    const id = await startImport(db, { fileName: 'events.jsonl', demo: false })
    onTestFinished(async () => void (await db.deleteFrom('import_run').where('id', '=', id).execute()))
    for (const { status, body } of await calls()) {
      expect(status).toBe(403)
      expect(JSON.stringify(body)).toContain('Take an API key of scope activity:export')
    }
  })
})

describe('an export', () => {
  test("is its maker's and admins'; anybody else is told what they are told of one that does not exist", async () => {
    const id = idOf(await ask({}))
    await finished(id)
    await server.signIn('eve', 'auditor')
    const eve = await server.keyOf(aUser('eve'), 'activity:export')
    const calls = [
      ['GET', ''],
      ['GET', ':download'],
      ['POST', ':cancel'],
    ] as const
    for (const [method, verb] of calls) {
      const answerOf = async (key: string, of: string) => {
        const { status, body } = await server.send(method, `${api}/exports/${of}${verb}`, bearer(key))
        return JSON.stringify([status, body]).replaceAll(/"(request_id|timestamp)":"[^"]*"/g, '')
      }
      expect(await answerOf(eve, id)).toBe(await answerOf(eve, 'nonsense'))
      expect(await answerOf(eve, id)).toContain('404')
      expect(await answerOf(root, id)).toContain('200')
      // By another key of the maker, and by a session.
      expect(await answerOf(await server.keyOf(aUser('ana'), 'activity:export'), id)).toContain('200')
    }
    const cookie = await server.signIn('ana', 'auditor')
    expect((await server.send('GET', `${api}/exports/${id}`, { ...pageHeaders, cookie })).status).toBe(200)
    // Whoever has lost the permission since then reads nothing any more.
    await server.signIn('ana', 'reviewer')
    expect([(await poll(id)).status, (await fileOf(id)).status]).toEqual([403, 403])
    await server.signIn('ana', 'auditor')
  })

  test('is in the access log before it is answered', async () => {
    const id = idOf(await ask({}))
    await finished(id)
    await (await fileOf(id)).text()
    const entries = await server.database.store.db
      .selectFrom('access_log')
      .select('action')
      .where('action', 'in', ['exportActionEvents', 'downloadExport'])
      .orderBy('id', 'desc')
      .limit(2)
      .execute()
    expect(entries.map(({ action }) => action)).toEqual(['downloadExport', 'exportActionEvents'])
  })

  test('has a file only while it is finished, and for 24 hours', async () => {
    const { db } = server.database.store
    for (const status of ['FAILED', 'CANCELLED'] as const) {
      const answer = await server.get(`${api}/exports/${await overAs(status)}:download`, ana)
      expect(answer).toMatchObject({ status: 400, body: { code: 'FailedPrecondition' } })
      expect(JSON.stringify(answer.body)).toContain(status)
    }
    const [old, kept, lost] = [idOf(await ask({})), idOf(await ask({})), idOf(await ask({}))]
    for (const id of [old, kept, lost]) await finished(id)
    await db.updateTable('job').set({ expires_at: new Date().toISOString() }).where('id', '=', old).execute()
    expect(jobOf(await poll(old)).status).toBe('EXPIRED')
    expect(JSON.stringify((await server.get(`${api}/exports/${old}:download`, ana)).body)).toContain(
      'EXPORT_EXPIRED',
    )
    await server.exportDir.remove(`${lost}.csv`)
    expect((await fileOf(lost)).status).toBe(400)
    for (const id of [kept, crypto.randomUUID()])
      (await server.exportDir.begin(id, 7)).create('csv').destroy()
    await tidyExports(server.database.store, server.exportDir)
    const left = (await server.exportDir.list()).map(({ name }) => name)
    expect(left).toContain(`${kept}.csv`)
    expect(left.filter((name) => name.includes(old) || name.endsWith('.partial'))).toEqual([])
    expect(jobOf(await poll(old))).toMatchObject({ status: 'EXPIRED', row_count: 236 })
    expect(jobOf(await server.send('POST', `${api}/exports/${kept}:cancel`, bearer(ana))).status).toBe(
      'FINISHED',
    )
  })
})

test("the README's lines make an export, poll it and save its file", async () => {
  const key = await server.key('activity:export')
  const files = await typeExportLines({ section: 'Taking events away', key, url: server.url })
  const [[name, bytes] = ['', Buffer.alloc(0)]] = [...files]
  expect(name).toMatch(/^action-events-\d{8}-\d{6}Z\.csv$/)
  const [, ...rows] = parse(bytes)
  const events = await walk({ filter: 'state eq "ERRORED"', order_by: 'started_at asc' })
  expect(events.length).toBeGreaterThan(5)
  expect(rows.map((row) => row[1])).toEqual(events.map((event) => cellsOf(event)[1]))
}, 30_000)
