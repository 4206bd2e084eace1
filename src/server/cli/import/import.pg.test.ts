import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { getActionEvent } from '../../store/activity/action-events.ts'
import { freshness, originOf } from '../../store/activity/imports.ts'
import { openStore } from '../../store/database/open.ts'
import { loadDemo } from '../../demo/load.ts'
import { eventLine, readRejects, temporaryDir } from './file/read-all.test-helper.ts'
import { importActionEvents } from './events/run.ts'
import type { ImportOptions } from './options.ts'

const quiet = { info: () => undefined, warn: () => undefined }
let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())

/** Imports a file of this content, as the command does, in this process. */
async function importText(
  content: string | Uint8Array,
  options: Partial<ImportOptions> & { name?: string } = {},
) {
  const file = join(temporaryDir(), options.name ?? 'events.ndjson')
  writeFileSync(file, content)
  return await importFile(file, options)
}

function importFile(file: string, options: Partial<ImportOptions> = {}) {
  const given = { file, rejects: `${file}.rejects.ndjson`, dryRun: false, demoRows: undefined, ...options }
  const connection = {
    databaseUrl: database.url,
    dataDir: '',
    applicationName: 'countersign import',
    log: quiet,
  }
  return importActionEvents(given, new AbortController().signal, { open: () => openStore(connection) })
}

const numbered = (from: number, to: number, given: Readonly<Record<string, unknown>> = {}) =>
  Array.from({ length: to - from }, (_, index) => eventLine({ policy_task: `t${from + index}`, ...given }))

async function count(): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM action_event`.execute(
    database.store.db,
  )
  return rows[0]?.n ?? -1
}

const event = (workflow_task: string, action_name = 'Sync AD user') =>
  getActionEvent(database.store.db, { workflow_task, action_name })
const origin = (workflow_task: string) =>
  originOf(database.store.db, { workflow_task, action_name: 'Sync AD user' })

describe('what is stored', () => {
  test('T17 of several lines about one event the last one counts, and the others are counted', async () => {
    const lines = [...numbered(0, 12_000), eventLine({ policy_task: 't3', state: 'ERRORED' })]
    const { loaded } = await importText(
      [...lines, eventLine({ policy_task: 't3', state: 'RUNNING' })].join('\n'),
    )
    expect(loaded).toMatchObject({ added: 12_000, changed: 0, same: 0, repeated: 2 })
    expect(await event('t3')).toMatchObject({ state: 'RUNNING' })
    const again = await importText(
      [eventLine({ policy_task: 't3' }), eventLine({ policy_task: 't3' })].join('\n'),
    )
    expect(again.loaded).toMatchObject({ added: 0, changed: 1, same: 0, repeated: 1 })
  })

  test('is what the file holds, whatever it holds', async () => {
    const awkward = {
      policy_task: 'a/b %2F ?#\\',
      action_name: '"İ Σ ß" 山田 😀\\N',
      identity_name: "O'Neil, \\t {x}",
      started_at: '2026-02-07T12:17:20.123456789+01:00',
      messages: ['tab\there', 'line\nbreak\r\n', '{"a","b"}', '\\', '', 'NULL', '\\.'],
      extraction_event: null,
      jobs_started: 2,
      any_changes: true,
      more: { quote: '"\\\n\t', list: [1, null, 'x'] },
      ['__proto__']: 1,
    }
    const { loaded } = await importText(`${eventLine(awkward)}\n${eventLine()}`)
    expect(loaded).toMatchObject({ added: 2, changed: 0, same: 0 })
    expect(await event(awkward.policy_task, awkward.action_name)).toMatchObject({
      ...awkward,
      started_at: '2026-02-07T11:17:20.123456789Z',
      completed_at: null,
      state: 'COMPLETED',
    })
  })

  test('is the same from NDJSON, CSV and gzip', async () => {
    const cells = [
      't1',
      '"a ""b""\nc,d"'.replace('\n', ' '),
      'ERRORED',
      'PAUSE',
      '"[""x\\ny"",""z""]"',
      '',
      '3',
    ]
    const csv = `policy_task,action_name,state,action_type,messages,started_at,jobs_started\r\n${cells.join(',')}\r\n`
    const json = eventLine({
      policy_task: 't1',
      action_name: 'a "b" c,d',
      state: 'ERRORED',
      action_type: 'PAUSE',
      messages: ['x\ny', 'z'],
      jobs_started: 3,
    })
    expect((await importText(csv, { name: 'events.csv' })).loaded).toMatchObject({ added: 1 })
    expect((await importText(json)).loaded).toMatchObject({ added: 0, changed: 0, same: 1 })
    expect((await importText(gzipSync(csv), { name: 'events.csv.gz' })).loaded).toMatchObject({ same: 1 })
  })

  test('of lines with one key is the last, in one batch and across batches', async () => {
    const lines = [
      ...numbered(0, 12_000, { state: 'RUNNING' }),
      ...numbered(0, 3, { state: 'SKIPPED' }),
      ...numbered(11_998, 13_000),
      ...numbered(12_999, 13_000, { state: 'ERRORED' }),
    ]
    await importText(lines.join('\n'))
    expect(await count()).toBe(13_000)
    const states = await Promise.all(
      ['t0', 't3', 't11998', 't12999'].map(async (task) => (await event(task))?.state),
    )
    expect(states).toEqual(['SKIPPED', 'RUNNING', 'COMPLETED', 'ERRORED'])
  })

  test('differs by the exact name of the action', async () => {
    const names = ['Sync', 'sync', 'Sync ', 'x'.repeat(1024), `${'x'.repeat(1023)}y`]
    await importText(names.map((action_name) => eventLine({ action_name })).join('\n'))
    expect(await count()).toBe(names.length)
  })
})

describe('a second import', () => {
  test('of the same file changes nothing; of a changed one, only what differs', async () => {
    const lines = numbered(0, 100)
    await importText(lines.join('\n'), { name: 'first.ndjson' })
    const again = await importText(lines.join('\n'), { name: 'second.ndjson' })
    expect(again.loaded).toMatchObject({ added: 0, changed: 0, same: 100 })
    lines[7] = eventLine({ policy_task: 't7', messages: ['new'] })
    const third = await importText([...lines, ...numbered(100, 102)].join('\n'), { name: 'third.ndjson' })
    expect(third.loaded).toMatchObject({ added: 2, changed: 1, same: 99 })
    expect((await origin('t6'))?.import?.file_name).toBe('first.ndjson')
    expect((await origin('t7'))?.import?.file_name).toBe('third.ndjson')
  })

  test('waits for the first and both are whole', async () => {
    const lines = numbered(0, 15_000)
    const [first, second] = await Promise.all([
      importText(lines.join('\n')),
      importText(lines.toReversed().join('\n')),
    ])
    expect(Math.min(first.loaded.added, second.loaded.added)).toBe(0)
    expect(await count()).toBe(15_000)
  })
})

describe('the record', () => {
  test('names the file, its SHA-256, its lines and how many were rejected', async () => {
    const content = gzipSync([...numbered(0, 3), 'nonsense', '', eventLine({ policy_task: 't9' })].join('\n'))
    const summary = await importText(content, { name: 'day 1.ndjson.gz' })
    expect(summary).toMatchObject({ lines: 5, rejected: 1 })
    const runs = await database.store.db.selectFrom('import_run').selectAll().execute()
    expect(runs).toMatchObject([
      {
        kind: 'action-events',
        demo: false,
        file_name: 'day 1.ndjson.gz',
        sha256: createHash('sha256').update(content).digest('hex'),
        lines: '5',
        rejected: '1',
        actor: 'local',
        removed_at: null,
      },
    ])
    const rfc3339 = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    expect(await freshness(database.store.db)).toEqual({
      demo: false,
      last_import: {
        file_name: 'day 1.ndjson.gz',
        finished_at: rfc3339,
        lines: 5,
        rejected: 1,
        actor: 'local',
      },
    })
    expect(await origin('t9')).toEqual({
      demo: false,
      import: {
        id: runs[0]?.id,
        file_name: 'day 1.ndjson.gz',
        sha256: runs[0]?.sha256,
        finished_at: rfc3339,
        actor: 'local',
      },
    })
    expect(await origin('unknown')).toBeUndefined()
  })

  test('a dry run leaves none, and writes the rejects all the same', async () => {
    const file = join(temporaryDir(), 'events.ndjson')
    writeFileSync(file, [...numbered(0, 3), 'nonsense', ...numbered(3, 4), ''].join('\n'))
    expect(await importFile(file, { dryRun: true })).toEqual({
      lines: 5,
      rejected: 1,
      endsInLine: false,
      separator: undefined,
      dryRun: true,
      loaded: { added: 4, changed: 0, same: 0, repeated: 0, tidySeconds: 0 },
    })
    expect(readRejects(`${file}.rejects.ndjson`)).toEqual([
      { line: 4, field: '', error: 'is not JSON', text: 'nonsense' },
    ])
    expect(await count()).toBe(0)
    expect(await freshness(database.store.db)).toEqual({ demo: false, last_import: null })
  })

  test('rejects of an earlier run do not pass for those of this one', async () => {
    const file = join(temporaryDir(), 'events.ndjson')
    writeFileSync(file, `nonsense\n${eventLine()}\n`)
    await importFile(file)
    expect(existsSync(`${file}.rejects.ndjson`)).toBe(true)
    writeFileSync(file, eventLine())
    await importFile(file)
    expect(existsSync(`${file}.rejects.ndjson`)).toBe(false)
  })

  test('the rejects cannot go over the file itself', async () => {
    const file = join(temporaryDir(), 'events.ndjson')
    writeFileSync(file, 'nonsense')
    await expect(importFile(file, { rejects: file })).rejects.toThrow('cannot be the imported file itself')
    expect(readFileSync(file, 'utf8')).toBe('nonsense')
    await expect(importFile(file, { rejects: join(file, 'x') })).rejects.toThrow('--rejects FILE')
  })
})

describe('events of the demonstration', () => {
  const wish = { events: 200, rows: 20, seed: '1', until: Date.parse('2026-02-01T00:00:00Z') }
  beforeEach(() =>
    loadDemo(database.store, wish, { onWait: () => undefined, wanted: () => Promise.resolve(true) }),
  )

  test('T26 stop the first import, which then changes nothing, and its dry run', async () => {
    await expect(importText(eventLine())).rejects.toThrow('--replace-demo')
    expect(await count()).toBe(200)
    expect(await freshness(database.store.db)).toEqual({ demo: true, last_import: null })
    await expect(importText(eventLine(), { dryRun: true })).rejects.toThrow('--replace-demo')
    expect((await importText(eventLine(), { dryRun: true, demoRows: 'replace' })).lines).toBe(1)
    expect(await count()).toBe(200)
  })

  test('go with --replace-demo, and no later import is stopped', async () => {
    await importText(eventLine(), { demoRows: 'replace' })
    expect(await count()).toBe(1)
    expect(await freshness(database.store.db)).toMatchObject({ demo: false, last_import: { lines: 1 } })
    await importText(eventLine({ policy_task: 't2' }))
    expect(await count()).toBe(2)
    const runs = await database.store.db
      .selectFrom('import_run')
      .selectAll()
      .where('demo', '=', true)
      .execute()
    expect(runs).toMatchObject([{ removed_at: expect.any(String) as string }])
  })

  test('stay with --keep-demo, and no later import is stopped', async () => {
    await importText(eventLine(), { demoRows: 'keep' })
    await importText(eventLine({ policy_task: 't2' }))
    expect(await count()).toBe(202)
    expect(await freshness(database.store.db)).toMatchObject({ demo: true, last_import: { lines: 1 } })
    expect(await origin('t2')).toMatchObject({ demo: false })
  })

  test('stay when the file cannot be read, even with --replace-demo', async () => {
    const given = { name: 'a.csv', demoRows: 'replace' } as const
    await expect(importText('colour\nred', given)).rejects.toThrow('column 1')
    expect(await count()).toBe(200)
  })

  test('become events of an import that brings the same ones', async () => {
    const row = await database.store.db.selectFrom('action_event').selectAll().executeTakeFirstOrThrow()
    const ref = { workflow_task: row.policy_task, action_name: row.action_name }
    const { id, import_id, action_name_lc, identity_name_lc, started_ns, completed_ns, extra, ...same } = row
    expect([id, import_id, action_name_lc, identity_name_lc, started_ns, completed_ns].every(Boolean)).toBe(
      true,
    )
    expect(extra).toBeNull()
    expect(await originOf(database.store.db, ref)).toEqual({ demo: true, import: null })
    await importText(JSON.stringify(same), { demoRows: 'keep' })
    expect(await originOf(database.store.db, ref)).toMatchObject({ demo: false })
    expect(await count()).toBe(200)
  })
})

describe('what breaks off', () => {
  test('because PostgreSQL ends the session is told, and does not hang', async () => {
    const file = join(temporaryDir(), 'events.ndjson')
    writeFileSync(file, numbered(0, 25_000).join('\n'))
    // Holds back the last batch.
    const holder = await database.store.database.openClient('countersign test')
    await holder.query(`BEGIN; INSERT INTO action_event (policy_task, action_name, action_type, state, import_id)
      VALUES ('t24999', 'Sync AD user', '', '', 0)`)
    const outcome = expect(importFile(file)).rejects.toThrow('Broken off')
    while (!(await endHeldImport())) await new Promise((resolve) => setTimeout(resolve, 5))
    await outcome
    await holder.end()
    expect((await importFile(file)).lines).toBe(25_000)
    expect(await count()).toBe(25_000)
  })

  test('because the file is damaged keeps what came before', async () => {
    const packed = gzipSync(
      Array.from({ length: 40_000 }, (_, n) => eventLine({ policy_task: `${n}${Math.sin(n)}` })).join('\n'),
    )
    const cut = packed.subarray(0, packed.length - 1000)
    await expect(importText(cut, { name: 'a.ndjson.gz' })).rejects.toThrow('damaged or cut short')
    expect(await count()).toBeGreaterThan(0)
  })
})

/** Ends the session of an import that waits for a lock; false while there is none. */
async function endHeldImport(): Promise<boolean> {
  const { rows } = await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'countersign import' AND wait_event_type = 'Lock'
  `.execute(database.store.db)
  return rows.length > 0
}
