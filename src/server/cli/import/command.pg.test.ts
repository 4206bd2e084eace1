import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { closeEntrance } from '../../store/sign-in/entrance.ts'
import { freshness, originOf } from '../../store/activity/imports.ts'
import { runToEnd, startCommand } from '../run-command.test-helper.ts'
import { eventLine, readRejects, temporaryDir } from './file/read-all.test-helper.ts'

let database: TestDatabase
let env: Readonly<Record<string, string>>

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await closeEntrance(database.store.db, 'IMPORT')
  env = { DATABASE_URL: database.url }
})
afterEach(() => database.drop())

function write(content: string, name = 'events.ndjson'): string {
  const file = join(temporaryDir(), name)
  writeFileSync(file, content)
  return file
}

async function count(): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM action_event`.execute(
    database.store.db,
  )
  return rows[0]?.n ?? -1
}

test('ends with 0 when all lines were taken, and says what it did on standard error only', async () => {
  const { exit, stdout, stderr } = await runToEnd('import', ['action-events', write(eventLine())], { env })
  expect(stderr).toMatch(
    /^1 line: 0 replaced by later lines, 0 rejected, 1 event new, 0 changed, 0 as before, in \d+ s/,
  )
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
})

test('ends with 1 when a line was rejected', async () => {
  const file = write(`${eventLine()}\nnonsense\n${eventLine({ policy_task: 'b' })}\n`)
  const rejects = join(temporaryDir(), 'mine.ndjson')
  const { exit, stderr } = await runToEnd('import', ['action-events', file, '--rejects', rejects], { env })
  expect(exit).toBe(1)
  expect(stderr).toContain(`line 2: is not JSON\nall of them: ${rejects}\n`)
  expect(readRejects(rejects)).toHaveLength(1)
  expect(await count()).toBe(2)
})

test('T18 ends with 2 where rejected lines would go to the file that standard input is', async () => {
  // It looks like one that an import has written.
  const content = '{"line":2,"error":"is not JSON","field":"","text":"x"}\n'
  const file = write(content, 'rejected.ndjson')
  const args = ['action-events', '-', '--rejects', file]
  const { exit, stderr } = await runToEnd('import', args, { env, inputFile: file })
  expect(stderr).toBe(
    'The file for rejected lines cannot be the imported file itself. Name another with --rejects FILE.\n',
  )
  expect(exit).toBe(2)
  expect(readFileSync(file, 'utf8')).toBe(content)
})

test('T18 ends with 3 for a file that is cut short', async () => {
  const lines = Array.from({ length: 200 }, (_, n) => `${eventLine({ policy_task: `t${n}` })}\n`)
  const file = join(temporaryDir(), 'events.ndjson.gz')
  writeFileSync(file, gzipSync(lines.join('')).subarray(0, -8))
  const { exit, stdout, stderr } = await runToEnd('import', ['action-events', file], { env })
  expect(stderr).toMatch(/Broken off after reading [\d,]+ lines: the gzip data is damaged or cut short\. /)
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
})

test.each([
  ['no arguments', [], 'Usage: npm run import'],
  ['an unknown kind', ['reviews', 'x'], 'Usage: npm run import'],
  ['two files', ['action-events', 'a', 'b'], 'Usage: npm run import'],
  ['an unknown option', ['action-events', 'a', '--force'], "Unknown option '--force'"],
  ['both demo options', ['action-events', 'a', '--keep-demo', '--replace-demo'], 'exclude each other'],
  ['a file that is not there', ['action-events', '/nowhere/events.ndjson'], 'no such file'],
  ['a directory', ['action-events', '.'], 'cannot be read'],
])('ends with 2 for %s', async (_, args, message) => {
  const { exit, stdout, stderr } = await runToEnd('import', args, { env })
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('    at ')
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
})

test('ends with 2 when the database cannot be reached, without its password', async () => {
  const url = 'postgresql://someone:S3CRET@127.0.0.1:1/nothing'
  const file = write(eventLine())
  const { exit, stderr } = await runToEnd('import', ['action-events', file], { env: { DATABASE_URL: url } })
  expect(exit).toBe(2)
  expect(stderr).toContain('cannot be reached')
  expect(stderr).not.toContain('S3CRET')
})

test('ends with 2 and changes nothing when the header is wrong', async () => {
  const file = write('policy_task,state,state\n', 'a.csv')
  expect(await runToEnd('import', ['action-events', file], { env })).toMatchObject({ exit: 2 })
  expect(await database.store.db.selectFrom('import_run').selectAll().execute()).toEqual([])
})

test.each([
  ['NDJSON', `${eventLine()}\n`],
  ['CSV', 'policy_task,action_name,state,action_type\ntask-1,Sync AD user,COMPLETED,PAUSE\n'],
  ['gzip', gzipSync(eventLine())],
])('reads %s from standard input', async (_, input) => {
  expect(await runToEnd('import', ['action-events', '-', '--dry-run'], { env, input })).toMatchObject({
    exit: 0,
  })
  expect(await count()).toBe(0)
  expect(await runToEnd('import', ['action-events', '-'], { env, input })).toMatchObject({ exit: 0 })
  const ref = { workflow_task: 'task-1', action_name: 'Sync AD user' }
  expect(await originOf(database.store.db, ref)).toMatchObject({ import: { file_name: 'standard input' } })
})

test.each([
  ['SIGKILL', null],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ended by %s in the middle, the rerun completes it', async (signal, code) => {
  const lines = Array.from({ length: 25_000 }, (_, n) => `${eventLine({ policy_task: `t${n}` })}\n`)
  const input = lines.slice(0, 24_000).join('')
  const command = startCommand('import', ['action-events', '-'], { env, input, more: true })
  while ((await count()) === 0) await sleep(5)
  command.kill(signal)
  const { exit, stderr } = await command.ended
  expect(exit).toBe(code)
  if (code !== null) expect(stderr).toMatch(/Broken off after reading [\d,]+ lines: stopped by a signal\. /)
  expect(await count()).toBeLessThan(24_000)
  expect(await freshness(database.store.db)).toEqual({ demo: false, last_import: null })
  const ref = { workflow_task: 't0', action_name: 'Sync AD user' }
  expect(await originOf(database.store.db, ref)).toMatchObject({
    import: { file_name: 'standard input', sha256: '', finished_at: null },
  })

  expect(await runToEnd('import', ['action-events', write(lines.join(''))], { env })).toMatchObject({
    exit: 0,
  })
  expect(await count()).toBe(lines.length)
  expect(await originOf(database.store.db, ref)).toMatchObject({
    import: { file_name: 'events.ndjson', sha256: expect.stringMatching(/^\w{64}$/) as string },
  })
})
