import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { loadDemoReviews } from '../../demo/reviews/load.ts'
import { importAccess } from './certification/import-access.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [aUser('rita')], ['reviewer'])
})
afterEach(() => database.drop())

const header = 'source_type,source_id,source_name,destination_type,destination_id,reviewers'
const lines = ['User,a,A,Role,r,rita', 'User,a,B,Role,r,nobody', 'User,,C,Role,r,']
const file = `${[header, ...lines].join('\n')}\n`
const dry = (content: string, ...args: readonly string[]) =>
  importAccess(database, content, { args: ['--dry-run', ...args] })
async function loadReviews(): Promise<void> {
  const client = await database.store.database.openClient('countersign demo')
  await loadDemoReviews(client, { rows: 5, seed: '1', until: Date.now() })
  await client.end()
}
const contents = async () => {
  const { rows } = await sql`SELECT (SELECT count(*)::integer FROM workflow) AS workflows,
    (SELECT count(*)::integer FROM access_row) AS rows, (SELECT count(*)::integer FROM import_run) AS imports,
    (SELECT count(*)::integer FROM certification) AS certifications`.execute(database.store.db)
  return rows[0]
}

test('T26 --dry-run says what the real run says, and changes nothing', async () => {
  const before = await contents()
  const tried = await dry(file)
  expect(await contents()).toEqual(before)
  const sum = '3 lines: 1 merged into others, 1 rejected, 1 row.'
  expect(tried.told).toContain(`Dry run, nothing was changed. ${sum}`)
  expect(tried).toMatchObject({ exit: 1, id: undefined, ownerless: true })
  const real = await importAccess(database, file)
  expect(real.told).toContain(sum)
  const same = [
    /1 of the merged lines names or describes its/,
    /1 of the reviewers that the file names is not/,
  ]
  for (const note of same) {
    expect(tried.told).toMatch(note)
    expect(real.told).toMatch(note)
  }
  expect(tried.told).toContain('It would stay a draft')
  expect([tried.report, tried.rejected]).toMatchObject([real.report, [{ line: 4, field: 'source_id' }]])
  expect((await dry(file)).told).toContain('this file was imported before')
  expect(await dry(`${file}User,b,B,Role,r,\n`)).toMatchObject({ exit: 2 })
})

test.each([
  ['an unknown reviewer', ['--reviewer', 'x'], '--reviewer number 1 is nobody'],
  ['an unknown owner', ['--owner', 'x'], '--owner is no admin or operator'],
  ['what is to be replaced and is not there', ['--replaces', 'x'], 'no certification of that id'],
])('T26 --dry-run tells of %s', async (_, args, message) => {
  const told = expect.stringContaining(message) as string
  expect(await dry(file, ...args)).toMatchObject({ exit: 2, told })
})

test('T26 --dry-run tells that the demonstration is in the way', async () => {
  await loadReviews()
  const before = await contents()
  const told = expect.stringContaining('--replace-demo') as string
  expect(await dry(file)).toMatchObject({ exit: 2, told })
  expect(await dry(file, '--replace-demo')).toMatchObject({ exit: 1 })
  expect(await contents()).toEqual(before)
})

/** What an import says besides its summary. */
async function aside<T>(work: () => Promise<T>): Promise<{ readonly ended: T; readonly said: string }> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const ended = await work()
    return { ended, said: write.mock.calls.map(([text]) => String(text)).join('') }
  } finally {
    write.mockRestore()
  }
}

test('T26 people of the demonstration, which is to go, review nothing: the dry run and the import say so', async () => {
  await loadReviews()
  const content = `${header}\nUser,a,A,Role,r,grace.hopper@example.com\nUser,b,B,Role,r,rita\n`
  const replacing = (...args: readonly string[]) =>
    aside(() =>
      importAccess(database, content, { args: ['--replace-demo', ...args], allowUnassigned: false }),
    )
  const tried = await replacing('--dry-run')
  expect(tried.said).toMatch(/\d+ certifications of the demonstration would be deleted\./)
  expect(tried.ended.unassigned).toEqual([
    expect.stringMatching(/^1 of 2 rows has no reviewer: 1 because somebody is not in the directory/),
    expect.stringContaining('It would stay a draft, because rows have no reviewer'),
  ])
  const refused = await replacing('--reviewer', 'grace.hopper@example.com')
  expect(refused.ended).toMatchObject({ exit: 2, told: expect.stringContaining('is nobody') as string })
  const real = await replacing()
  expect(real.said).toMatch(/\d+ certifications of the demonstration deleted\./)
  expect(real.ended.unassigned).toHaveLength(2)
  const { rows } = await sql`SELECT published FROM certification`.execute(database.store.db)
  expect(rows).toEqual([{ published: false }])
})

test.each([
  [[], true, ['It would stay a draft, because rows', 'It would stay a draft, because lines']],
  [['--accept-rejects'], true, ['It would stay a draft, because rows']],
  [['--allow-unassigned'], false, ['It would stay a draft, because lines']],
  [['--accept-rejects', '--allow-unassigned'], false, []],
])('T26 --dry-run %j says whether it would stay a draft', async (args, waits, drafts) => {
  const content = `${file}User,b,B,Role,r,nobody\n`
  const importIt = (...more: readonly string[]) =>
    importAccess(database, content, { args: [...args, ...more], allowUnassigned: false })
  const tried = await importIt('--dry-run')
  const told = [...tried.unassigned, ...tried.told.split('\n')]
  expect(told.filter((line) => line.includes('stay a draft')).map((line) => line.slice(0, 35))).toEqual(
    drafts.map((line) => line.slice(0, 35)),
  )
  expect(tried.unassigned.some((line) => line.includes('because rows'))).toBe(waits)
  const real = await importIt()
  expect([...real.unassigned, real.told].join('\n').includes('It is a draft')).toBe(drafts.length > 0)
  const { rows } = await sql`SELECT published FROM certification`.execute(database.store.db)
  expect(rows).toEqual([{ published: drafts.length === 0 }])
})

test('T26 --dry-run says that a draft would be published, and that one would be replaced, and does neither', async () => {
  const { id = '' } = await importAccess(database, file)
  const states = async () =>
    (await sql`SELECT published, state FROM certification`.execute(database.store.db)).rows
  const before = await states()
  const publishing = await dry(file, '--accept-rejects')
  expect(publishing.told).toContain('under that name, and what is a draft would be published')
  const replacing = await dry(`${file}User,b,B,Role,r,\n`, '--replaces', id)
  expect(replacing.told).toContain(`It would take the place of ${id}, which would be superseded.`)
  expect(await states()).toEqual(before)
})
