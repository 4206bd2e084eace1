import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { importAccess } from './certification/import-access.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [aUser('rita')], ['reviewer'])
})
afterEach(() => database.drop())

const header = 'source_type,source_id,source_name,destination_type,destination_id'
const line = (id: string) => `User,${id},"N, ${id}",Role,r`
const bad = ',,,,'
const file = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`
const json = (id: string) =>
  JSON.stringify({ source_type: 'User', source_id: id, destination_type: 'Role', destination_id: 'r' })

const table = async <T>(text: string) => (await sql.raw<T>(text).execute(database.store.db)).rows
const nothing = async () => {
  const [counts] = await table(`SELECT (SELECT count(*)::integer FROM workflow) AS workflows,
    (SELECT count(*)::integer FROM import_run) AS imports, (SELECT count(*)::integer FROM snapshot) AS snapshots,
    (SELECT count(*)::integer FROM access_row) AS rows, (SELECT count(*)::integer FROM certification) AS certifications`)
  expect(counts).toEqual({ workflows: 0, imports: 0, snapshots: 0, rows: 0, certifications: 0 })
}
const certifications = () =>
  table<{ id: string; name: string; state: string; published: boolean; rows: number }>(
    `SELECT certification_id AS id, name, state, published, total_result_count AS rows
     FROM certification ORDER BY number`,
  )
const importFile = (content: string | Uint8Array, ...args: readonly string[]) =>
  importAccess(database, content, { args })

describe('a file that does not end makes nothing', () => {
  const zipped = gzipSync(file(...Array.from({ length: 200 }, (_, n) => line(`${n}`))))
  test.each<[string, string, string | Uint8Array, string]>([
    ['gzip without its trailer', 'a.csv.gz', zipped.subarray(0, -8), 'damaged or cut short'],
    [
      'a gzip so small that it fails at once',
      'a.ndjson.gz',
      gzipSync(json('a')).subarray(0, -8),
      'damaged or cut short',
    ],
    ['gzip cut in the middle', 'a.csv.gz', zipped.subarray(0, zipped.length / 2), 'damaged or cut short'],
    ['an open quote', 'a.csv', `${file(line('a'))}User,"b`, 'the quote that line 3 opens is never closed'],
    [
      'an open quote and more lines',
      'a.csv',
      file(line('a'), 'User,"b,B,Role,r', 'User,c,C,Role,r'),
      'line 3 opens',
    ],
    ['a record that is cut', 'a.csv', `${file(line('a'))}User,b,B`, 'its last line (3) is incomplete'],
    [
      'half a character',
      'a.csv',
      Buffer.concat([Buffer.from(`${file(line('a'))}User,b,B,Role,`), Buffer.from([0xc3])]),
      'incomplete',
    ],
    [
      'half an object',
      'a.ndjson',
      `${json('a')}\n${json('b').slice(0, -5)}`,
      'its last line (2) is not JSON',
    ],
    [
      'the words of a failed export',
      'a.ndjson',
      `${json('a')}\nError: timeout\n`,
      'its last line (2) is not JSON',
    ],
  ])('T18 %s', async (_, name, content, message) => {
    const { exit, told } = await importAccess(database, content, { name })
    expect(told).toContain(message)
    expect(told).toContain('Nothing was made of it.')
    expect(exit).toBe(3)
    await nothing()
  })

  test('T18 --rows tells a file that was cut after a line', async () => {
    const { exit, told } = await importFile(file(line('a'), line('b')), '--rows', '3')
    expect(told).toContain('the file has 2 rows where --rows says 3')
    expect(exit).toBe(3)
    await nothing()
    expect(await importFile(file(line('a'), line('b')), '--rows', '2')).toMatchObject({ exit: 0 })
  })

  test('T18 a whole last line without a line feed is taken, and that is said', async () => {
    const taken = 'The last line ends without a line feed, and was read all the same.'
    expect(await importFile(file(line('a'), line('b')).slice(0, -1))).toMatchObject({
      exit: 0,
      told: `2 lines: 0 merged into others, 0 rejected, 2 rows.\n${taken}`,
    })
    const ndjson = await importAccess(database, `${json('a')}\n${json('c')}`, { name: 'a.ndjson' })
    expect(ndjson.told).toContain(taken)
  })
})

test.each([
  ['a header alone', file()],
  ['nothing but rejects', file(bad, bad)],
])('T18 %s makes nothing', async (_, content) => {
  const { exit, told } = await importFile(content)
  expect(told).toContain('No line of the file can be taken')
  expect(exit).toBe(2)
  await nothing()
})

describe('a file with rejects', () => {
  test('T18 leaves a draft, which the same file with --accept-rejects publishes', async () => {
    const content = file(line('a'), bad)
    const first = await importFile(content)
    expect(first).toMatchObject({ exit: 1, told: expect.stringContaining('It is a draft') as string })
    expect(first.told).toContain(`--replaces ${first.id}`)
    expect(await certifications()).toMatchObject([{ published: false, rows: 1 }])
    expect((await importFile(content)).told).toContain('and nothing was changed')
    expect(await certifications()).toMatchObject([{ published: false }])
    expect(await importFile(content, '--accept-rejects')).toMatchObject({
      exit: 1,
      id: first.id,
      told: expect.stringContaining('what was a draft is published now') as string,
    })
    expect(await certifications()).toMatchObject([{ id: first.id, published: true }])
  })

  test('T15 leaves a draft that is not published once its due date has passed', async () => {
    const content = file(line('a'), bad)
    const { id } = await importFile(content, '--due', '2199-01-31')
    await table(`UPDATE certification SET due_date = '2026-01-31T23:59:59Z', due_ns = 1769903999000000000`)
    for (const more of [['--dry-run'], []]) {
      const refused = await importFile(content, '--accept-rejects', ...more)
      expect(refused.told).toContain(`The due date of the draft ${id} has passed. Move it first.`)
      expect(refused.exit).toBe(2)
    }
    expect(await certifications()).toMatchObject([{ id, published: false }])
  })

  test('T18 is published at once with --accept-rejects', async () => {
    expect(await importFile(file(line('a'), bad), '--accept-rejects')).toMatchObject({ exit: 1 })
    expect(await certifications()).toMatchObject([{ published: true }])
  })

  test('T18 stands in the way of another file until it is replaced or the name is another', async () => {
    const first = await importFile(file(line('a'), bad))
    const corrected = file(line('a'), line('b'))
    const refused = await importFile(corrected)
    expect(refused).toMatchObject({ exit: 2, id: undefined })
    expect(refused.told).toContain(`--replaces ${first.id}`)
    expect(refused.told).toContain('another --name')
    expect(await importFile(corrected, '--name', 'beside')).toMatchObject({ exit: 0 })
    const replaced = await importFile(file(line('a'), line('c')), '--replaces', first.id ?? '')
    expect(replaced.told).toContain(`It took the place of ${first.id}, which is superseded.`)
    expect(await certifications()).toMatchObject([
      { id: first.id, state: 'CERT_STATE_SUPERSEDED', rows: 1 },
      { name: 'beside', published: true },
      { id: replaced.id, published: true, rows: 2 },
    ])
    expect(
      await table(`SELECT replaces, replaced_by FROM certification WHERE name = '' ORDER BY number`),
    ).toEqual([
      { replaces: null, replaced_by: replaced.id },
      { replaces: first.id, replaced_by: null },
    ])
  })

  test.each([
    ['a decision', `UPDATE result SET version = 2`, 'Somebody has changed 1 of its rows'],
    ['a new date', `UPDATE certification SET changed_by_people = true`, 'Somebody has changed its name'],
    ['a publication', `UPDATE certification SET published = true`, 'Only a draft'],
  ])('T18 is not replaced after %s', async (_, change, message) => {
    const first = await importFile(file(line('a'), bad), '--name', 'N')
    await table(change)
    const before = await certifications()
    const refused = await importFile(file(line('b')), '--name', 'N', '--replaces', first.id ?? '')
    expect(refused).toMatchObject({ exit: 2, told: expect.stringContaining(message) as string })
    expect(await certifications()).toEqual(before)
  })

  test('T18 what is to be replaced has to be there, in that workflow', async () => {
    const first = await importFile(file(line('a'), bad))
    expect(await importFile(file(line('b')), '--replaces', 'x')).toMatchObject({ exit: 2 })
    const elsewhere = await importFile(file(line('b')), '--workflow', 'V', '--replaces', first.id ?? '')
    expect(elsewhere.told).toContain('There is no certification of that id in this workflow.')
    expect(await table('SELECT name FROM workflow')).toEqual([{ name: 'W' }])
  })
})
