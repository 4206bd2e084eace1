import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { openStore } from '../../../store/database/open.ts'
import { loadDemo } from '../../../demo/load.ts'
import { importCommand } from '../import-command.ts'
import { eventLine, temporaryDir } from '../file/read-all.test-helper.ts'

const quiet = { info: () => undefined, warn: () => undefined }
let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())

/** Imports a file of this content, as the command does; its summary without how long it took. */
async function importText(content: string, ...args: readonly string[]) {
  const file = join(temporaryDir(), args.includes('csv') ? 'events.csv' : 'events.ndjson')
  writeFileSync(file, content)
  const said: string[] = []
  const terminal = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    said.push(String(line))
    return true
  })
  const connection = { databaseUrl: database.url, dataDir: '', applicationName: 'import', log: quiet }
  const open = () => openStore(connection)
  const given = ['action-events', file, ...args.filter((arg) => arg !== 'csv')]
  try {
    const { exit, summary } = await importCommand(given, new AbortController().signal, { open })
    return { exit, summary: summary.replace(/, in [^.\n]*\(.*?\)\./, '.'), said: said.join('') }
  } finally {
    terminal.mockRestore()
  }
}

const contents = async () => {
  const { rows } = await sql`SELECT (SELECT json_agg(event ORDER BY id) FROM action_event AS event) AS events,
    (SELECT json_agg(run ORDER BY id) FROM import_run AS run) AS imports,
    (SELECT count(*) FROM event_text) AS texts`.execute(database.store.db)
  return rows
}

const lineOf = (task: number, state = 'COMPLETED') => eventLine({ policy_task: `t${task}`, state })
const many = (from: number, to: number, state?: string) =>
  Array.from({ length: to - from }, (_, index) => lineOf(from + index, state))
const csv = (separator: string, ...records: readonly (readonly string[])[]) =>
  [['policy_task', 'action_name', 'state', 'action_type'], ...records]
    .map((cells) => cells.join(separator))
    .join('\n')

type Given = {
  readonly what: string
  readonly before?: readonly string[]
  readonly content: string
  readonly args?: readonly string[]
}
const given: readonly Given[] = [
  { what: 'only new events', content: many(0, 3).join('\n') },
  { what: 'only events that are there', before: many(0, 3), content: many(0, 3).join('\n') },
  {
    what: 'new, changed and equal ones, and rejects',
    before: many(0, 10),
    content: [...many(0, 4), ...many(4, 6, 'ERRORED'), 'x', ...many(10, 13), '{}'].join('\n'),
  },
  {
    what: 'several lines about one event, near and far from each other',
    before: many(0, 4),
    content: [
      lineOf(0),
      lineOf(0, 'RUNNING'),
      lineOf(1),
      lineOf(2, 'RUNNING'),
      lineOf(20_000),
      ...many(4, 12_000),
      lineOf(1, 'RUNNING'),
      lineOf(2),
      lineOf(2, 'ERRORED'),
      lineOf(3),
      lineOf(20_000, 'ERRORED'),
      ...many(12_000, 15_000),
      lineOf(1, 'RUNNING'),
      lineOf(2, 'ERRORED'),
      lineOf(3),
    ].join('\n'),
  },
  {
    what: 'a CSV file with semicolons',
    before: many(0, 1),
    content: csv(';', ['t0', 'Sync AD user', 'ERRORED', 'PAUSE']),
    args: ['csv'],
  },
  {
    what: 'a last line that ends without a line feed',
    content: csv(',', ['a', 'b', 'c', 'd']),
    args: ['csv'],
  },
]

test.each(given)(
  'T26 --dry-run of $what says what the real run says, and changes nothing',
  async ({ before = [], content, args = [] }) => {
    if (before.length > 0) await importText(before.join('\n'))
    const stored = await contents()
    const tried = await importText(content, '--dry-run', ...args)
    expect(await contents()).toEqual(stored)
    const real = await importText(content, ...args)
    const summary = `Dry run, nothing was changed. ${real.summary}`
    expect(tried).toMatchObject({ exit: real.exit, summary })
    expect(await contents()).not.toEqual(stored)
  },
)

test('T26 --dry-run says in numbers what becomes of every line', async () => {
  await importText(many(0, 5).join('\n'))
  const lines = [lineOf(0), lineOf(1, 'ERRORED'), lineOf(5), lineOf(5, 'ERRORED'), lineOf(6), 'x', lineOf(2)]
  const { exit, summary } = await importText(`${lines.join('\n')}\n`, '--dry-run')
  expect({ exit, summary }).toEqual({
    exit: 1,
    summary:
      'Dry run, nothing was changed. 7 lines: 1 replaced by later lines, 1 rejected, 2 events new, 1 changed, 2 as before.',
  })
})

test('T26 --dry-run knows the events of an import that was broken off as those of the next', async () => {
  await importText(many(0, 3).join('\n'))
  await sql`UPDATE import_run SET finished_at = NULL`.execute(database.store.db)
  const tried = await importText(many(0, 4).join('\n'), '--dry-run')
  expect(tried.summary).toContain('1 event new, 0 changed, 3 as before')
  expect(`Dry run, nothing was changed. ${(await importText(many(0, 4).join('\n'))).summary}`).toBe(
    tried.summary,
  )
})

test('T18 an import of events that is broken off says how much of it is loaded', async () => {
  const content = many(0, 3).join('\n')
  await expect(importText(content, '--rows', '9', '--dry-run')).rejects.toThrow(
    'Dry run, nothing was changed.',
  )
  await expect(importText(`${content}\n{"policy_task"`)).rejects.toThrow('Nothing of it was loaded.')
  expect(await contents()).toMatchObject([{ events: null }])
  await expect(importText(content, '--rows', '9')).rejects.toThrow('3 lines of it are loaded and stay')
  expect((await importText(content)).summary).toContain('0 events new, 0 changed, 3 as before')
  expect((await importText(many(0, 3, 'ERRORED').join('\n'))).summary).toContain('3 changed, 0 as before')
})

test.each([
  [
    '--replace-demo',
    '2 events new, 0 changed, 0 as before',
    '200 events of the demonstration would be deleted.',
  ],
  ['--keep-demo', '1 event new, 1 changed, 0 as before', ''],
])('T26 --dry-run %s says what becomes of the events of the demonstration', async (option, sum, gone) => {
  const wish = { events: 200, rows: 20, seed: '1', until: Date.parse('2026-02-01T00:00:00Z') }
  await loadDemo(database.store, wish, { onWait: () => undefined, wanted: () => Promise.resolve(true) })
  const row = await database.store.db.selectFrom('action_event').selectAll().executeTakeFirstOrThrow()
  const { policy_task, action_name } = row
  const content = `${eventLine({ policy_task, action_name })}\n${eventLine()}\n`
  const stored = await contents()
  const tried = await importText(content, '--dry-run', option)
  expect(await contents()).toEqual(stored)
  expect(tried.summary).toContain(sum)
  expect(tried.said).toContain(gone)
  const real = await importText(content, option)
  expect(tried.summary).toBe(`Dry run, nothing was changed. ${real.summary}`)
})
