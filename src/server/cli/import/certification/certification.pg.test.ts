import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { freshness } from '../../../store/activity/imports.ts'
import { loadDemoReviews } from '../../../demo/reviews/load.ts'
import { runToEnd, startCommand } from '../../run-command.test-helper.ts'
import { temporaryDir } from '../file/read-all.test-helper.ts'

let database: TestDatabase
let env: Readonly<Record<string, string>>
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  env = { DATABASE_URL: database.url }
  await insertPeople(database.store.db, [aUser('rita'), aUser('mia'), aUser('Ötto')], ['reviewer'])
})
afterEach(() => database.drop())

const header =
  'source_type,source_id,source_name,source_title,destination_type,destination_id,source_manager,reviewers'
const record = (number: number, title = 'x') =>
  `OktaUser,u${number},"N ${number}","${title}",Role,r${number % 7},mia@example.com,rita@example.com;nobody@example.com`

function write(lines: readonly string[], name = 'access.csv'): string {
  const file = join(temporaryDir(), name)
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`)
  return file
}

const run = (...args: string[]) => runToEnd('import', ['certification', ...args], { env })
const table = async <T>(text: string) => (await sql.raw<T>(text).execute(database.store.db)).rows

describe('an import of access', () => {
  test('makes a workflow and a certification, assigned and in progress', async () => {
    const file = write([record(1, 'quote "" and\nbreak, İ 王 😀'), record(2), record(2, 'later')])
    const { exit, stdout, stderr } = await run(
      file,
      '--workflow',
      'Przegląd',
      '--name',
      'Q1',
      '--due',
      '2199-01-31',
      '--reviewer',
      'ÖTTO@example.com',
      '--draft',
    )
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: expect.stringContaining('3 lines: 1 merged into others, 0 rejected, 2 rows, in ') as string,
    })
    expect(stderr).toContain('1 of the reviewers that the file names is not in the directory')
    const server = expect.objectContaining({ user_type: 'system', name: 'Countersign' }) as object
    expect(await table('SELECT name, creator, demo FROM workflow')).toEqual([
      { name: 'Przegląd', creator: server, demo: false },
    ])
    const [certification] = await table<Record<string, unknown>>('SELECT * FROM certification')
    expect(certification).toMatchObject({
      certification_id: stdout.trim(),
      state: 'CERT_STATE_IN_PROGRESS',
      published: false,
      name: 'Q1',
      due_date: '2199-01-31T23:59:59Z',
      total_result_count: 2,
      log_seq: '2',
      creator: server,
    })
    expect(
      await table(
        `SELECT source->'properties'->>'title' AS title, jsonb_path_query_array(reviewers, '$[*].id') AS reviewers FROM result ORDER BY result_id`,
      ),
    ).toEqual([
      { title: 'quote " and\nbreak, İ 王 😀', reviewers: ['Ötto', 'mia', 'rita'] },
      { title: 'x', reviewers: ['Ötto', 'mia', 'rita'] },
    ])
    expect(await freshness(database.store.db)).toEqual({ demo: false, last_import: null })
  })

  test('made again with the same file, changes nothing; under another name it is another one', async () => {
    const file = write([record(1), record(2)])
    const first = await run(file, '--workflow', 'W')
    const second = await run(file, '--workflow', 'W')
    expect(second).toMatchObject({
      exit: 0,
      stdout: first.stdout,
      stderr: expect.stringContaining('imported before') as string,
    })
    expect(await table('SELECT rows, complete FROM snapshot')).toEqual([{ rows: 2, complete: true }])
    expect((await run(file, '--workflow', 'W', '--name', 'again')).stdout).not.toBe(first.stdout)
    expect(await table('SELECT count(*)::integer AS n FROM access_row')).toEqual([{ n: 4 }])
    expect(await table('SELECT name FROM workflow')).toEqual([{ name: 'W' }])
  })

  test('takes the good lines, and ends with 1 for the others', async () => {
    const { exit, stderr } = await run(write([record(1), ',,,,,,,', record(3)]), '--workflow', 'W')
    expect(exit).toBe(1)
    expect(stderr).toContain('line 3, source_type: must not be empty')
    expect(await table('SELECT total_result_count AS n FROM certification')).toEqual([{ n: 2 }])
  })

  test('checks and changes nothing with --dry-run', async () => {
    expect(await run(write([record(1)]), '--workflow', 'W', '--dry-run')).toMatchObject({
      exit: 0,
      stdout: '',
    })
    expect(await table('SELECT name FROM workflow')).toEqual([])
  })

  test.each([
    ['no workflow', [], '--workflow takes a name'],
    ['T25 a workflow of nothing visible', ['--workflow', '\u2060'], '--workflow takes a name'],
    ['a day that does not exist', ['--workflow', 'W', '--due', '2027-02-30'], '--due takes a day'],
    ['T15 a due date that has passed', ['--workflow', 'W', '--due', '2026-01-31'], '--due is in the past'],
    [
      'an unknown reviewer',
      ['--workflow', 'W', '--reviewer', 'rita@example.com', '--reviewer', 'x@example.com'],
      '--reviewer number 2 is nobody',
    ],
  ])('%s ends with 2', async (_, args, message) => {
    const { exit, stdout, stderr } = await run(write([record(1)]), ...args)
    expect(stderr).toContain(message)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(await table('SELECT name FROM workflow')).toEqual([])
    expect(await table('SELECT id FROM import_run')).toEqual([])
  })

  test('action events take none of its options', async () => {
    expect(await runToEnd('import', ['action-events', 'x', '--workflow', 'W'], { env })).toMatchObject({
      exit: 2,
    })
  })

  test('killed in the middle, the rerun replaces what it left', async () => {
    const lines = Array.from({ length: 25_000 }, (_, number) => record(number))
    const input = `${[header, ...lines.slice(0, 24_000)].join('\n')}\n`
    const command = startCommand('import', ['certification', '-', '--workflow', 'W'], {
      env,
      input,
      more: true,
    })
    const stored = async () =>
      (await table<{ n: number }>('SELECT count(*)::integer AS n FROM access_row'))[0]?.n ?? 0
    while ((await stored()) === 0) await sleep(5)
    command.kill('SIGKILL')
    await command.ended
    expect(await table('SELECT complete FROM snapshot')).toEqual([])
    expect(await table('SELECT number FROM certification')).toEqual([])

    expect(await run(write(lines), '--workflow', 'W')).toMatchObject({ exit: 0 })
    expect(await stored()).toBe(25_000)
    expect(await table('SELECT rows, complete FROM snapshot')).toEqual([{ rows: 25_000, complete: true }])
    expect(await table('SELECT total_result_count AS n FROM certification')).toEqual([{ n: 25_000 }])
  })
})

describe('reviews of the demonstration', () => {
  beforeEach(async () => {
    const client = await database.store.database.openClient('countersign demo')
    await loadDemoReviews(client, { rows: 40, seed: '1', until: Date.now() })
    await client.end()
  })
  const demos = async () =>
    (await table<{ n: number }>('SELECT count(*)::integer AS n FROM certification WHERE demo'))[0]?.n

  test('stop the first import, which then changes nothing', async () => {
    expect(await run(write([record(1)]), '--workflow', 'W')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('--replace-demo') as string,
    })
    expect(await table(`SELECT name FROM workflow WHERE NOT demo`)).toEqual([])
  })

  test('stay with --keep-demo', async () => {
    expect(await run(write([record(1)]), '--workflow', 'W', '--keep-demo')).toMatchObject({ exit: 0 })
    expect(await demos()).toBeGreaterThan(8)
    expect(await run(write([record(2)]), '--workflow', 'W')).toMatchObject({ exit: 0 })
  })

  test('go with --replace-demo, and nothing of them stays', async () => {
    const { exit, stderr } = await run(write([record(1)]), '--workflow', 'W', '--replace-demo')
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: expect.stringContaining('certifications of the demonstration deleted') as string,
    })
    expect(await demos()).toBe(0)
    expect(await table(`SELECT count(*)::integer AS n FROM result_log`)).toEqual([{ n: 1 }])
    expect(await table(`SELECT id FROM person WHERE demo`)).toEqual([])
    await expect(table(`DELETE FROM result_log`)).rejects.toThrow('append-only')
  })

  test('also stay when the import is not started for another reason', async () => {
    const before = await demos()
    const given = ['--workflow', 'W', '--replace-demo', '--reviewer', 'nobody@example.com']
    expect(await run(write([record(1)]), ...given)).toMatchObject({ exit: 2 })
    expect(await demos()).toBe(before)
  })
})
