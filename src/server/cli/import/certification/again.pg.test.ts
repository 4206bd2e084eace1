import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { loadDemoReviews } from '../../../demo/reviews/load.ts'
import { importAccess } from './import-access.test-helper.ts'
import { temporaryDir } from '../file/read-all.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [aUser('rita'), aUser('mia')], ['reviewer'])
})
afterEach(() => database.drop())

const file = (...lines: readonly string[]) =>
  `source_type,source_id,destination_type,destination_id,reviewers\n${lines.join('\n')}\n`
const good = file('User,a,Role,r,mia', 'User,b,Role,r,rita')
const partly = file('User,a,Role,r,mia', 'User,,Role,r,')
const importFile = (content: string, ...args: readonly string[]) => importAccess(database, content, { args })
const certifications = async () =>
  (
    await sql<Record<string, unknown>>`SELECT certification_id AS id, name, published, state, due_date AS due,
      total_result_count AS rows FROM certification ORDER BY number`.execute(database.store.db)
  ).rows

test('T18 a file that gives something else than its certification was made of publishes nothing', async () => {
  const twin = { ...aUser('rita2', 'OktaUser'), email: 'rita@example.com' }
  await insertPeople(database.store.db, [twin], ['reviewer'])
  const content = file(
    'User,a,Role,r,mia',
    'User,b,Role,r,rita@example.com',
    'User,c,Role,r,rita@example.com',
  )
  const rejects = join(temporaryDir(), 'rejects.ndjson')
  const first = await importFile(content, '--rejects', rejects)
  const before = [readFileSync(rejects, 'utf8'), await certifications()]
  await sql`DELETE FROM person WHERE id = 'rita2'`.execute(database.store.db)
  for (const more of [['--dry-run'], []]) {
    const { exit, told } = await importFile(content, '--accept-rejects', '--rejects', rejects, ...more)
    expect(exit).toBe(2)
    expect(told).toContain(
      `the draft ${first.id} with 1 row and 2 rejected lines. Today the file gives 3 rows`,
    )
    expect(told).toContain(`--replaces ${first.id} to make one in its place, or another --name`)
    expect([readFileSync(rejects, 'utf8'), await certifications()]).toEqual(before)
  }
  const replaced = await importFile(content, '--replaces', first.id ?? '')
  expect(replaced).toMatchObject({ exit: 0 })
  expect(await certifications()).toMatchObject([{ rows: 1 }, { rows: 3, published: true }])
})

const twinOf = (id: string) => ({ ...aUser(`${id}2`, 'OktaUser'), email: `${id}@example.com` })
test.each<[string, string, () => Promise<unknown>]>([
  [
    'fewer rows',
    '1 row (1 of the certification missing) and 2 rejected lines',
    () => insertPeople(database.store.db, [twinOf('rita')], ['reviewer']),
  ],
  [
    'other permissions',
    '2 rows (1 of them with other access or people) and 1 rejected line',
    () => sql`UPDATE access_row SET raw_permissions = '{read}' WHERE line = 2`.execute(database.store.db),
  ],
  [
    'other names',
    '2 rows (2 of them with other access or people) and 1 rejected line',
    () => sql`UPDATE access_row SET source = source || '{"name": "other"}'`.execute(database.store.db),
  ],
  [
    'other rejects alone',
    '2 rows and 1 rejected line',
    () => sql`UPDATE import_run SET rejected = 2`.execute(database.store.db),
  ],
])('T18 a held draft is not published where its file gives %s today', async (_, today, change) => {
  const content = file('User,a,Role,r,mia', 'User,b,Role,r,rita@example.com', 'User,,Role,r,')
  await importFile(content)
  await change()
  const { exit, told } = await importFile(content, '--accept-rejects')
  expect(exit).toBe(2)
  expect(told).toContain(`Today the file gives ${today}: what can be taken of it has changed since`)
  expect(await certifications()).toMatchObject([{ rows: 2, published: false }])
})

test('T18 one that people made of some rows of the import is not taken for the import', async () => {
  await importFile(good)
  await sql`INSERT INTO certification (certification_id, workflow_id, snapshot_id, name, published, state, creator,
      creator_type, creator_id, created_at, updated_at, dynamic_information)
    SELECT 'limited', workflow_id, snapshot_id, 'N', false, 'CERT_STATE_IN_PROGRESS', creator, creator_type,
      creator_id, created_at, updated_at, '{"identities": [{"type": "User", "id": "a"}]}' FROM certification`.execute(
    database.store.db,
  )
  const { told, id } = await importFile(good, '--name', 'N')
  expect(told).not.toContain('imported before')
  expect((await certifications()).at(-1)).toMatchObject({ id, name: 'N', rows: 2, published: true })
})

const [rita, mia] = [
  ['--reviewer', 'rita'],
  ['--reviewer', 'mia@example.com'],
]
test.each([
  [
    ['--due', '2199-01-31'],
    ['--due', '2199-02-01T01:59:59+02:00'],
  ],
  [
    [...rita, ...mia],
    [...mia, ...rita],
  ],
  [['--draft'], ['--draft']],
  [rita, []],
])('T18 what was made with %j is there with %j, which asks for nothing else', async (made, args) => {
  const { id } = await importFile(good, ...made)
  expect(await importFile(good, ...args)).toMatchObject({ exit: 0, id })
  expect(await certifications()).toHaveLength(1)
})

test.each([
  [[], ['--due', '2199-01-31'], '--due (it has no due date)'],
  [[], ['--reviewer', 'rita'], '--reviewer (every row has none)'],
  [rita, [...rita, ...mia], '--reviewer (every row has rita)'],
  [[...rita, ...mia], rita, '--reviewer (every row has rita and mia)'],
  [[], ['--draft'], '--draft (it is published)'],
  [['--draft'], [], 'no --draft'],
])('T18 what was made with %j does not drop %j silently', async (made, args, named) => {
  await importFile(good, ...made)
  const before = await certifications()
  const { exit, told } = await importFile(good, ...args)
  expect(exit).toBe(2)
  expect(told).toContain(`Not applied: ${named}`)
  // What is published cannot be replaced.
  expect(told.includes('Say --replaces')).toBe(made.includes('--draft'))
  expect(await certifications()).toEqual(before)
  expect(await importFile(good, ...made)).toMatchObject({ exit: 0 })
})

test('T18 neither other bytes nor a file whose draft was replaced are taken for an import again', async () => {
  const first = await importFile(partly)
  const second = await importFile(good, '--replaces', first.id ?? '')
  const other = await importFile(file('User,c,Role,r,mia'))
  const anew = await importFile(partly)
  for (const { told } of [other, anew]) expect(told).not.toContain('imported before')
  expect((await certifications()).map(({ id }) => id)).toEqual([first.id, second.id, other.id, anew.id])
})

test('T18 a held draft stays one while --draft is said, and that is told', async () => {
  await importFile(partly)
  const { exit, told } = await importFile(partly, '--accept-rejects', '--draft')
  expect(exit).toBe(1)
  expect(told).toContain('nothing was changed')
  expect(told).toContain('It stays a draft, because --draft was said.')
  expect(await certifications()).toMatchObject([{ published: false }])
})

test('T18 what would be done besides is named too where a wish is not applied, and is not done', async () => {
  await insertPeople(database.store.db, [aUser('olga')], ['operator'])
  await importFile(partly)
  const before = await certifications()
  const { exit, told } = await importFile(
    partly,
    '--due',
    '2199-01-31',
    '--owner',
    'olga',
    '--accept-rejects',
  )
  expect(exit).toBe(2)
  expect(told).toContain('Not applied: --due (it has no due date), --owner, --accept-rejects. Nothing was')
  expect(await certifications()).toEqual(before)
  expect(await importFile(partly)).toMatchObject({ exit: 1, ownerless: true })
})

test('T18 --replace-demo is not dropped silently while there is a demonstration, which stays', async () => {
  const client = await database.store.database.openClient('countersign demo')
  await loadDemoReviews(client, { rows: 5, seed: '1', until: Date.now() })
  await client.end()
  await importFile(good, '--keep-demo')
  const before = await certifications()
  const { exit, told } = await importFile(good, '--replace-demo')
  expect(exit).toBe(2)
  expect(told).toContain('Not applied: --replace-demo. Nothing was published or changed.')
  expect(await certifications()).toEqual(before)
})

test('T18 --replaces of another draft is named where the file was imported before', async () => {
  await importFile(good)
  const { id } = await importFile(partly, '--name', 'N')
  const { exit, told } = await importFile(good, '--replaces', id ?? '')
  expect(exit).toBe(2)
  expect(told).toContain(`Not applied: --replaces ${id}`)
})

test('T18 a draft with rejects and rows without reviewers names all options that publish it', async () => {
  const content = file('User,a,Role,r,nobody', 'User,,Role,r,')
  const unallowed = (...args: readonly string[]) =>
    importAccess(database, content, { args, allowUnassigned: false })
  const both = 'import this file again with --accept-rejects and --allow-unassigned'
  expect((await unallowed()).told).toContain(both)
  const again = await unallowed('--accept-rejects')
  expect(again.told).not.toContain('because lines were rejected')
  expect(again.unassigned.at(-1)).toContain(both)
  expect(await certifications()).toMatchObject([{ published: false }])
})

test('T18 --replaces keeps the due date of the draft unless another is said', async () => {
  const first = await importFile(partly, '--due', '2199-01-31')
  const second = await importFile(partly, '--replaces', first.id ?? '')
  expect(second.told).toContain(`It is due 2199-01-31T23:59:59Z, as ${first.id} was`)
  const third = await importFile(good, '--replaces', second.id ?? '', '--due', '2199-03-31')
  expect(third.told).not.toContain('It is due')
  const due = (await certifications()).map((one) => one['due'])
  expect(due).toEqual(['2199-01-31T23:59:59Z', '2199-01-31T23:59:59Z', '2199-03-31T23:59:59Z'])
})

test('T18 --replaces does not keep a due date that has passed, and says how to go on', async () => {
  const { id = '' } = await importFile(partly, '--due', '2199-01-31')
  await sql`UPDATE certification SET due_date = '2026-01-31T23:59:59Z', due_ns = 1769903999000000000`.execute(
    database.store.db,
  )
  const before = await certifications()
  for (const more of [['--dry-run'], []]) {
    const { exit, told } = await importFile(good, '--replaces', id, ...more)
    expect(exit).toBe(2)
    expect(told).toBe(
      `--replaces ${id}: Its due date, 2026-01-31T23:59:59Z, has passed. Say another with --due. Nothing was made.`,
    )
  }
  expect(await certifications()).toEqual(before)
  expect(await importFile(good, '--replaces', id, '--due', '2199-03-31')).toMatchObject({ exit: 0 })
})

test('T18 a report that cannot be written is refused before anything is made', async () => {
  const { exit, told } = await importFile(good, '--report', '/nowhere/report.ndjson')
  expect(exit).toBe(2)
  expect(told).toMatch(/^The file for the report cannot be made: .*Name another with --report FILE\.$/)
  expect(await certifications()).toEqual([])
})

test('T18 what is refused leaves rejects and report of the import before, and tells of none of its own', async () => {
  const folder = temporaryDir()
  const [rejects, report] = [join(folder, 'rejects.ndjson'), join(folder, 'report.ndjson')]
  const args = ['--rejects', rejects, '--report', report]
  const lines = ['User,a,A,Role,r,nobody', 'User,a,B,Role,r,nobody', 'User,,C,Role,r,']
  const content = `source_type,source_id,source_name,destination_type,destination_id,reviewers\n${lines.join('\n')}\n`
  await importFile(content, ...args)
  const left = () => [readdirSync(folder), readFileSync(rejects, 'utf8'), readFileSync(report, 'utf8')]
  const before = left()
  await sql`UPDATE import_run SET rejected = 2`.execute(database.store.db)
  const said: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const { exit } = await importFile(content, ...args).finally(() => write.mockRestore())
  expect(exit).toBe(2)
  expect(left()).toEqual(before)
  expect(said.join('')).not.toContain('all of them')
  const elsewhere = join(folder, 'other.ndjson')
  expect(await importFile(content, '--rejects', rejects, '--report', elsewhere)).toMatchObject({ exit: 2 })
  expect(readFileSync(elsewhere, 'utf8')).toContain('"first_line":2')
})

test('T14 what is overdue as another file comes is expired first: what a rule rejects counts as that', async () => {
  const { db } = database.store
  const first = await importFile(good, '--name', 'First')
  await sql`INSERT INTO review_setting (leaf, workflow_id, value) SELECT 'review_expiration_behavior', workflow_id,
    '{"behavior": "AUTO_REJECT_INCOMPLETE_RESULTS"}' FROM certification`.execute(db)
  await sql`UPDATE result SET decision = 'RESULT_DECISION_ACCEPTED' WHERE result_id = 0`.execute(db)
  await sql`UPDATE certification SET published = true, due_date = '2026-01-02T00:00:00Z', due_ns = instant_ns('2026-01-02T00:00:00Z')
    WHERE certification_id = ${first.id}`.execute(db)
  expect(await importFile(good, '--name', 'Second')).toMatchObject({ exit: 0 })
  const { rows } = await sql`SELECT last_decision FROM last_time ORDER BY result_id`.execute(db)
  expect(rows).toEqual([{ last_decision: 'REJECTED_BY_RULE' }, { last_decision: 'REJECTED_BY_RULE' }])
})
