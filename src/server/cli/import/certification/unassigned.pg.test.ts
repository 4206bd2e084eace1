import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { importAccess, rowsOf } from './import-access.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertPeople(db, [aUser('rita'), aUser('dan')], ['reviewer'])
  await insertPeople(db, [aUser('olga')], ['operator'])
  await insertPeople(db, [aUser('nora')], [])
  await sql`INSERT INTO denied_reviewer VALUES ('localCookieUser', 'dan')`.execute(db)
})
afterEach(() => database.drop())

const header =
  'source_type,source_id,destination_type,destination_id,raw_permissions,source_manager,reviewers'
const file = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`
const line = (id: string, given: { readonly manager?: string; readonly reviewers?: string } = {}) =>
  `User,${id},Role,r,,${given.manager ?? ''},${given.reviewers ?? ''}`
const importFile = (content: string, ...args: readonly string[]) =>
  importAccess(database, content, { args, allowUnassigned: false })
const published = async (id: string | undefined) => {
  const { rows } = await sql<{ published: boolean }>`SELECT published FROM certification
    WHERE certification_id = ${id}`.execute(database.store.db)
  return rows[0]?.published
}

const mixed = file(
  line('a', { reviewers: 'rita@example.com;nora@example.com' }),
  line('b', { reviewers: 'nobody@example.com;nora@example.com' }),
  line('c', { manager: 'dan@example.com' }),
  line('d', { reviewers: 'local' }),
  line('b', { reviewers: 'dan' }),
)

test('T19 rows go only to those who may decide them; the summary and the report say which do not, and why', async () => {
  const { id, told, unassigned, report } = await importFile(mixed)
  expect((await rowsOf(database, id)).map(({ row, reviewers }) => [row, reviewers])).toEqual([
    ['a r', ['rita']],
    ['b r', []],
    ['c r', []],
    ['d r', []],
  ])
  expect(told).toContain('1 of the reviewers that the file names is not in the directory')
  expect(unassigned).toEqual([
    'Of the people who were asked for, 1 has no role that may decide, 1 is on the reviewer deny list, 1 is the built-in account, which reviews nothing.',
    'To give the role reviewer to those who have none: npm run -s users -- import-directory PEOPLE --role reviewer, where PEOPLE is the file that the directory is imported from, not this file of access; nobody loses a role by --role.',
    expect.stringMatching(
      /^3 of 4 rows have no reviewer: 1 because .*; 1 because .*; 1 because .*\. They are listed in /,
    ),
    expect.stringContaining(
      `It is a draft, because rows have no reviewer. Mend the file or the directory and say --replaces ${id}`,
    ),
  ])
  const why = {
    nora: { person: 'nora@example.com', why: 'somebody has no role that may decide' },
    dan: { person: 'dan', why: 'somebody is on the reviewer deny list' },
  }
  expect(report).toMatchObject([
    { kind: 'somebody asked for does not review this row', line: 2, people: [why.nora] },
    {
      kind: 'nobody reviews the row of this line',
      line: 3,
      other_lines: [6],
      people: [{ person: 'nobody@example.com', why: 'somebody is not in the directory' }, why.nora, why.dan],
    },
    { kind: 'nobody reviews the row of this line', line: 4, people: [{ person: 'dan@example.com' }] },
    { kind: 'nobody reviews the row of this line', line: 5, people: [{ person: 'local' }] },
  ])
})

test('T19 an import of rows without reviewers stays a draft; the same file with --allow-unassigned publishes it', async () => {
  const first = await importFile(mixed)
  expect(await published(first.id)).toBe(false)
  expect((await importFile(mixed)).told).toContain('nothing was changed')
  expect(await published(first.id)).toBe(false)
  const again = await importFile(mixed, '--allow-unassigned')
  expect(again).toMatchObject({ id: first.id, told: expect.stringContaining('is published now') as string })
  expect(await published(first.id)).toBe(true)
})

test('T19 with the directory mended, the same file takes the place of its draft and starts', async () => {
  const content = file(line('a', { reviewers: 'nora' }))
  const first = await importFile(content)
  expect(await published(first.id)).toBe(false)
  await sql`UPDATE person SET roles = '{reviewer}' WHERE id = 'nora'`.execute(database.store.db)
  const second = await importFile(content, '--replaces', first.id ?? '')
  expect(second).toMatchObject({ exit: 0, unassigned: [] })
  expect(second.id).not.toBe(first.id)
  expect(await published(second.id)).toBe(true)
})

test('T19 rejects and rows without reviewers are each to be allowed', async () => {
  const content = file(line('a'), 'User,,Role,r,,,')
  const { id } = await importFile(content)
  await importFile(content, '--allow-unassigned')
  expect(await published(id)).toBe(false)
  await importFile(content, '--accept-rejects')
  expect(await published(id)).toBe(false)
  await importFile(content, '--accept-rejects', '--allow-unassigned')
  expect(await published(id)).toBe(true)
})

test('T19 where everybody is assigned the import starts, and the owner takes what is left', async () => {
  const { id, unassigned } = await importFile(
    file(line('a', { manager: 'rita' }), line('b', { manager: 'nora' })),
    '--owner',
    'olga',
  )
  expect(await published(id)).toBe(true)
  expect((await rowsOf(database, id)).map(({ reviewers }) => reviewers)).toEqual([['rita'], ['olga']])
  expect(unassigned).toHaveLength(2)
})

test('T19 nobody reviews their own access where that is prevented', async () => {
  await sql`INSERT INTO review_setting (leaf, value) VALUES
    ('self_reviewer_settings', '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}')`.execute(
    database.store.db,
  )
  const content = file(line('RITA@example.com', { reviewers: 'rita' }), line('b', { reviewers: 'rita' }))
  const { id, unassigned } = await importFile(content)
  expect((await rowsOf(database, id)).map(({ row, reviewers }) => [row, reviewers])).toEqual([
    ['RITA@example.com r', []],
    ['b r', ['rita']],
  ])
  expect(unassigned[1]).toMatch(/^1 of 2 rows has no reviewer: 1 because it is somebody’s own access/)
})

test('T19 --dry-run says the same of rows without reviewers', async () => {
  const tried = await importFile(mixed, '--dry-run')
  const real = await importFile(mixed)
  expect(tried.unassigned.slice(0, 2)).toEqual(real.unassigned.slice(0, 2))
  expect(tried.unassigned[2]?.replace(/listed in .*/, '')).toEqual(
    real.unassigned[2]?.replace(/listed in .*/, ''),
  )
  expect(tried.unassigned[3]).toContain('It would stay a draft')
  expect(tried.report).toEqual(real.report)
})

test('T19 a reviewer of every row who may be given none is refused', async () => {
  const refused = await importFile(file(line('a')), '--reviewer', 'nora')
  expect(refused).toMatchObject({ exit: 2, told: expect.stringContaining('--reviewer number 1') as string })
})
