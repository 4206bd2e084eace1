import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { FailureIdentity } from '#contract/activity/failures.ts'
import type { OwnExport } from '#contract/own-exports.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { readPack } from '#testing/read-pack.ts'
import { type Answer, startServer, type TestServer } from '#testing/start-server.ts'
import { exportKinds } from '../jobs/exports/export-kinds.ts'
import { startWorker } from '../jobs/worker.ts'
import { fillCauses } from '../store/activity/causes/fill-causes.ts'

let server: TestServer
let key: string
let cause: string
let stop: () => Promise<void>

/** Of 450 identities, each third was repaired; names that a spreadsheet would run are among them. */
const events = Array.from({ length: 450 }, (_, at) => {
  const time = new Date(Date.parse('2026-11-20T10:00:00Z') + at * 60_000).toISOString()
  const event = anEvent({
    policy_task: `task ${at}`,
    state: 'ERRORED',
    identity_id: `id ${at}`,
    identity_name: `=name ${at}`,
    started_at: time,
    completed_at: time,
    messages: ['Exchange answered 429 Too Many Requests'],
  })
  const repaired = {
    ...event,
    policy_task: `again ${at}`,
    state: 'COMPLETED',
    messages: [],
    completed_at: '2026-11-28T10:00:00Z',
  }
  return at % 3 === 0 ? [event, repaired] : [event]
}).flat()

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  await insertEvents(store.db, events)
  await fillCauses(store)
  key = await server.key('activity:read', 'activity:export')
  const log = { info: () => undefined, warn: () => undefined }
  const kinds = exportKinds({ store, dir: server.exportDir })
  const worker = await startWorker(store, { kinds, log, onLost: () => undefined })
  stop = () => worker.stop()
  cause =
    valueOf<{ causes: { cause_id: string }[] }>(await server.get(failures, key)).causes[0]?.cause_id ?? ''
})
afterAll(async () => {
  await stop()
  await server.close()
})

const failures = '/app/v1/activity/failures'
const valueOf = <T>({ status, body }: Answer): T => {
  expect(status, JSON.stringify(body)).toBe(200)
  return (body as { value: T }).value
}
const make = (query: string, body: object, headers = {}, id = cause) =>
  server.send(
    'POST',
    `${failures}/${id}/identities:export${query}`,
    { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
  )
async function finished(id: string) {
  const job = server.database.store.db.selectFrom('job').select('state').where('id', '=', id)
  await expect
    .poll(async () => (await job.executeTakeFirst())?.state, { timeout: 20_000, interval: 20 })
    .toBe('FINISHED')
}
async function packOf(id: string) {
  await finished(id)
  const headers = { authorization: `Bearer ${key}` }
  const pack = await fetch(`${server.url}/app/v1/exports/${id}/pack`, { headers })
  const files = await readPack(Buffer.from(await pack.arrayBuffer()))
  return (ending: string) => [...files].find(([name]) => name.endsWith(ending))?.[1].toString('utf8') ?? ''
}
async function walk(query: string) {
  const identities: FailureIdentity[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { body } = await server.get(`${failures}/${cause}/identities?page_token=${token}&${query}`, key)
    const { values, has_more, next_page_token } = body as {
      values: unknown[]
      has_more: boolean
      next_page_token: string
    }
    identities.push(...values.map((value) => FailureIdentity.parse(value)))
    token = has_more ? next_page_token : undefined
  }
  return identities
}

test('a file of identities holds the walk of their list, and its manifest says of what in words', async () => {
  const filter = 'started_at ge "2026-11-20T12:00:00Z"'
  const { id } = valueOf<{ id: string }>(await make('', { filter, became: 'STILL_BROKEN' }))
  const file = await packOf(id)
  const listed = await walk(`became=STILL_BROKEN&filter=${encodeURIComponent(filter)}`)
  expect(listed).toHaveLength(220)
  expect(
    file('.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(listed)
  const [header = '', ...lines] = file('.csv').trimEnd().split('\n')
  expect(header.split(',').slice(0, 3)).toEqual(['identity_type', 'identity_id', 'identity_name'])
  expect(lines).toHaveLength(220)
  expect(lines[0]).toMatch(
    /^"OktaUser","id 449","'=name 449",.*,1,2026-11-20T17:29:00.000Z,"task 449","STILL_BROKEN",,/,
  )
  expect(JSON.parse(file('manifest.json'))).toMatchObject({
    export: { kind: 'FAILURE_IDENTITIES' },
    query: {
      covers:
        'every identity that the cause struck, at each policy, workflow and action that the filter matches',
      cause,
      cause_message: 'Exchange answered 429 Too Many Requests',
      became: 'STILL_BROKEN',
      filter,
      filter_in_words: expect.stringMatching(/started.*cause is .* and outcome is "STILL_BROKEN"/) as string,
      order_by: 'last_failed_at desc',
    },
    rows: { written: 220, counted: 220, first_key: { identity_id: 'id 449' } },
    files: [
      { holds: 'rows', rows: 220, guarded_cells: 220 },
      { holds: 'rows, exact values', rows: 220 },
    ],
  })
})

test('all of them, those that were fixed with what fixed them, as a workbook, which lies with the exports of its maker', async () => {
  const { id } = valueOf<{ id: string }>(await make('?format=XLSX', {}))
  const file = await packOf(id)
  const lines = file('.jsonl').trimEnd().split('\n')
  expect(lines).toHaveLength(450)
  expect(
    lines.filter((line) => FailureIdentity.parse(JSON.parse(line)).by?.policy_task.startsWith('again ')),
  ).toHaveLength(150)
  const job = valueOf(await server.get(`/api/private/lifecycle_management/exports/${id}`, key))
  expect(job).toMatchObject({ kind: 'FAILURE_IDENTITIES', row_count: 450, format: 'XLSX' })
  const { body } = await server.get('/app/v1/exports', key)
  expect((body as { values: OwnExport[] }).values[0]).toMatchObject({
    id,
    kind: 'FAILURE_IDENTITIES',
    cause,
    cause_message: 'Exchange answered 429 Too Many Requests',
    became: null,
    order_by: 'last_failed_at desc',
    whole: true,
    withheld: null,
  })
})

test('the same key is the same export, and another request under it is refused', async () => {
  const headers = { 'idempotency-key': 'a key of its own' }
  const first = await make('', {}, headers)
  const again = await make('', {}, headers)
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect((await make('', { became: 'FIXED' }, headers)).status).not.toBe(200)
  await finished(valueOf<{ id: string }>(first).id)
})

test('it takes the permission to export, a cause that is there, and a format that a table has', async () => {
  const reader = await server.key('activity:read')
  expect((await make('', {}, { authorization: `Bearer ${reader}` })).status).toBe(403)
  expect((await make('', {}, {}, '1-none')).status).toBe(404)
  expect((await make('?format=JSONL', {})).status).toBe(400)
  expect((await make('', { became: 'WELL' })).status).toBe(400)
})
