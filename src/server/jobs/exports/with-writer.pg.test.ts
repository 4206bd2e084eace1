import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import type pg from 'pg'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ExportFormat } from '#contract/export-job.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { parseInstant } from '#std/instant.ts'
import { createRandom } from '#testing/random.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { matchedBy } from '../../event-selection.ts'
import { listActionEvents } from '../../store/activity/action-event-list.ts'
import type { ActionEventInput } from '../../store/activity/load-action-events.ts'
import { loadRun } from '../../store/activity/load-run.ts'
import { noTime } from '../../store/database/schema.ts'
import { onClient } from '../../store/database/snapshot.ts'
import { ExportDir } from './export-dir.ts'
import { exportEvents } from './export-events.ts'
import { fileKinds } from './export-tools.ts'

const order = { field: 'started_at', direction: 'desc' } as const
/** So many rows in a batch and so many milliseconds between two: 500 rows a second. */
const batch = { rows: 50, everyMs: 100 }

let server: TestServer
let stopWriter: () => Promise<void>
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(db, awkwardEvents(700, createRandom(1)))
  await insertPeople(db, [aUser('ana')], ['auditor'])
  stopWriter = await startWriter()
})
afterAll(async () => {
  await stopWriter()
  await server.close()
})

/** An import that goes on until it is stopped: half of its events are new, half are others as they were not before. */
async function startWriter(): Promise<() => Promise<void>> {
  const { store } = server.database
  const client = await store.database.openClient('test')
  const stop = new AbortController()
  const made: ActionEvent[] = []
  async function* batches(): AsyncGenerator<readonly ActionEventInput[]> {
    for (let round = 2; !stop.signal.aborted; round += 1) {
      const added = awkwardEvents(batch.rows / 2, createRandom(round))
      const changed = made.slice(-batch.rows / 2).map((event) => ({ ...event, state: `Changed ${round}` }))
      made.push(...added.map((event) => ({ ...event, policy_task: `${round} ${event.policy_task}` })))
      yield [...made.slice(-batch.rows / 2), ...changed].map(inputOf)
      await sleep(batch.everyMs)
    }
  }
  const counts = () => ({ sha256: null, lines: 0, rejected: 0 })
  const running = loadRun(store, client, { fileName: 'writer', demo: false, batches: batches(), counts })
  return async () => {
    stop.abort()
    await running
    await client.end()
  }
}

function inputOf(event: ActionEvent): ActionEventInput {
  const ns = (time: string | null) => (time === null ? BigInt(noTime) : parseInstant(time)?.ns) ?? 0n
  return { ...event, started_ns: ns(event.started_at), completed_ns: ns(event.completed_at), extra: null }
}

async function countNow(): Promise<number> {
  const { rows } = await server.database.store.database.pool.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM action_event',
  )
  return rows[0]?.count ?? 0
}

/** Makes an export; returns what it came to and a client that reads in its snapshot. */
async function exported(format: ExportFormat) {
  const { store } = server.database
  const { database } = store
  let exporting: pg.Client | undefined
  const openClient = async (purpose: string) => {
    const client = await database.openClient(purpose)
    if (purpose === 'export') exporting = client
    return client
  }
  const reader = await database.openClient('test')
  // Asked when the rows are counted and none is written.
  const dir = new ExportDir(server.exportDir.path, async () => {
    const snapshot = await exporting?.query<{ id: string }>('SELECT pg_export_snapshot() AS id')
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await reader.query(`SET TRANSACTION SNAPSHOT '${snapshot?.rows[0]?.id ?? ''}'`)
    const before = await countNow()
    await expect.poll(countNow, { timeout: 20_000 }).toBeGreaterThan(before)
    return Number.MAX_SAFE_INTEGER
  })
  const id = crypto.randomUUID()
  const run = {
    id,
    attempt: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    input: { filter: null, order, format },
    maker: aUser('ana'),
    created_at: new Date().toISOString(),
  }
  const { result } = await exportEvents(
    { store: { ...store, database: { ...database, openClient } }, dir },
    run,
  )
  const read = (ending: 'csv' | 'xlsx' | 'jsonl' | 'manifest.json') => readFileSync(dir.fileOf(id, ending))
  return { result, read, reader }
}

/** Every event of the list, by its own statements. */
async function walk(client: pg.Client): Promise<ActionEvent[]> {
  const events: ActionEvent[] = []
  const db = onClient(client)
  let after: readonly string[] | undefined
  do {
    const page = await listActionEvents(db, { ...matchedBy(undefined), order, limit: 100, after })
    events.push(...page.rows)
    after = page.next
  } while (after)
  return events
}

/** The keys and states of the rows of a file. */
const rowsOf = {
  CSV: (file: Buffer) => parse(file).slice(1).map(cellsOfKey),
  XLSX: async (file: Buffer) => (await readSheet(file, { trim: false })).slice(1).map(cellsOfKey),
  JSONL: (file: Buffer) =>
    file
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => keyOf(JSON.parse(line) as ActionEvent)),
} as const

const keyOf = ({ policy_task, action_name, state }: ActionEvent) => [policy_task, action_name, state]
const cellsOfKey = (cells: readonly unknown[]) => [0, 1, 3].map((column) => String(cells[column]))

test.each(['CSV', 'XLSX', 'JSONL'] as const)(
  'an export as %s while others write has the rows of the list at its instant, as many as it counted',
  async (format) => {
    const { result, read, reader } = await exported(format)
    try {
      const events = await walk(reader)
      const rows = await rowsOf[format](read(fileKinds[format]))
      const shown = (cell: string) => (format === 'CSV' && /^'* *[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
      expect(rows).toEqual(events.map((event) => keyOf(event).map(shown)))
      expect(result).toMatchObject({ row_count: events.length })
      const { rows: counts } = JSON.parse(read('manifest.json').toString()) as { rows: object }
      expect(counts).toMatchObject({ counted: events.length, written: events.length })
      // They did write.
      expect(await countNow()).toBeGreaterThan(events.length)
      expect(events.length).toBeGreaterThanOrEqual(700)
    } finally {
      await reader.end()
    }
  },
)
