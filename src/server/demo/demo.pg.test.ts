import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { freshness, startImport } from '../store/activity/imports.ts'
import { failuresStore } from '../store/activity/causes/failures-store.ts'
import { demoIfEmpty } from '../cli/demo-if-empty.ts'
import { eventLine, temporaryDir } from '../cli/import/file/read-all.test-helper.ts'
import { runToEnd } from '../cli/run-command.test-helper.ts'

const until = '2026-02-01T12:00:00Z'
let database: TestDatabase
let env: Readonly<Record<string, string>>

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  env = { DATABASE_URL: database.url }
})
afterEach(() => database.drop())

const demo = (...args: string[]) => runToEnd('demo', ['--rows', '30', ...args], { env })

const quiet = { write: () => undefined }

/** All rows in their order, without what each load numbers anew. */
async function stored(): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ event: Record<string, unknown> }>`
    SELECT to_jsonb(action_event) - 'id' - 'import_id' AS event FROM action_event ORDER BY id`.execute(
    database.store.db,
  )
  return rows.map(({ event }) => event)
}

test('the same options give the same rows, in place of an earlier demonstration', async () => {
  const options = ['--events', '300', '--seed', 's', '--until', until]
  const first = await demo(...options)
  expect(first).toMatchObject({ exit: 0, stdout: '' })
  expect(first.stderr).toMatch(
    /^300 events, reviews with up to 30 rows, seed s, until 2026-02-01T12:00:00\.000Z, in \d+ s\.\n$/,
  )
  const rows = await stored()
  expect(rows).toHaveLength(300)
  expect(await freshness(database.store.db)).toEqual({ demo: true, last_import: null })

  await demo('--events', '100')
  expect(await stored()).toHaveLength(100)
  await demo(...options)
  expect(await stored()).toEqual(rows)
})

test('T26 written to a file and imported, which a dry run foretells, the events are the same', async () => {
  const file = join(temporaryDir(), 'demo.ndjson')
  const options = ['--events', '300', '--until', until]
  await demo(...options)
  const rows = await stored()
  expect(await demo(...options, '--out', file)).toMatchObject({ exit: 0, stdout: '' })
  expect((await demo(...options, '--out', '-')).stdout).toBe(readFileSync(file, 'utf8'))
  const replace = ['action-events', file, '--replace-demo']
  const tried = await runToEnd('import', [...replace, '--dry-run'], { env })
  expect(tried.stderr).toContain('300 events of the demonstration would be deleted.')
  expect(await stored()).toEqual(rows)
  const imported = await runToEnd('import', replace, { env })
  expect(imported.exit).toBe(0)
  expect(imported.stderr).toContain('300 events of the demonstration deleted.')
  expect(await stored()).toEqual(rows)
})

test('of its three causes the first has been repaired in part, one wholly and one not at all', async () => {
  await demo('--events', '5000', '--until', until)
  const { causes } = await failuresStore(database.store.db).list(undefined)
  const outcomes = causes
    .slice(0, 3)
    .map(({ message, became }) => [message.slice(0, 12), ...became.map(({ of }) => of)])
  expect(outcomes).toEqual([
    ['Connector "A', 'FIXED', 'STILL_BROKEN'],
    ['Exchange Onl', 'FIXED'],
    ['Target group', 'STILL_BROKEN'],
  ])
})

test('made-up events are not mixed with imported ones unless asked for', async () => {
  const file = join(temporaryDir(), 'events.ndjson')
  writeFileSync(file, eventLine())
  await runToEnd('import', ['action-events', file], { env })
  expect(await demo('--events', '100')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('--keep-imported') as string,
  })
  expect(await stored()).toHaveLength(1)
  expect(await demo('--events', '100', '--keep-imported')).toMatchObject({ exit: 0 })
  expect(await stored()).toHaveLength(101)
})

test.each([
  [['--events', '0'], '--events takes a whole number'],
  [['--events', '1e3'], '--events takes a whole number'],
  [['--rows', '0'], '--rows takes a whole number'],
  [['--until', 'yesterday'], '--until takes a time'],
  [['--until', '2026-02-01'], '--until takes a time'],
  [['5000'], 'Unexpected argument'],
])('%j is refused', async (args, message) => {
  const { exit, stderr } = await demo(...args)
  expect(stderr).toContain(message)
  expect(exit).toBe(2)
})

const small = { events: 300, rows: 400 }

test('a first start loads it once, also when two start at the same time', async () => {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const terminal = { write: say }
  await Promise.all([1, 2].map(() => demoIfEmpty(database.store, terminal, small)))
  await demoIfEmpty(database.store, terminal, small)
  expect(said.filter((line) => line.startsWith('Loaded 300 events'))).toHaveLength(1)
  expect(await stored()).toHaveLength(300)
  const runs = await database.store.db.selectFrom('import_run').select('id').execute()
  expect(runs).toHaveLength(1)
})

test('T26 a first start says what it is doing, also after one that was broken off, with a bar on a terminal', async () => {
  await startImport(database.store.db, { fileName: 'demonstration, seed 1', demo: true })
  const written: string[] = []
  const terminal = { isTTY: true, write: (text: string) => void written.push(text) }
  await demoIfEmpty(database.store, terminal, small)
  expect(await stored()).toHaveLength(300)
  const told = written.join('')
  expect(told).toMatch(/^First start: loading a demonstration of 300 events and 400 rows to review\./)
  const parts = ['access of "Salesforce', 'review "Q4 Salesforce admins"', '300 events']
  for (const part of parts) expect(told).toContain(`% · ${part}`)
  const shares = written.flatMap((text) => /^\r.*\[[#-]{24}\] (\d+) %/.exec(text)?.slice(1).map(Number) ?? [])
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  expect([shares[0], (shares.at(-1) ?? 0) > 90]).toEqual([0, true])
  // The bar goes before the last sentence comes.
  expect(written.slice(-2)).toEqual([
    '\r\u001b[2K',
    expect.stringMatching(/^Loaded 300 events .*\n$/) as string,
  ])
})

test('a database with an import, even one broken off, gets no demonstration', async () => {
  await startImport(database.store.db, { fileName: 'events.ndjson', demo: false })
  await demoIfEmpty(database.store, quiet)
  expect(await stored()).toHaveLength(0)
})
