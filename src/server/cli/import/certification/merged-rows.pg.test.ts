import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { batchSize } from '../../../store/activity/load-run.ts'
import { importAccess, rowsOf } from './import-access.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(
    database.store.db,
    ['rita', 'mia', 'otto', 'max'].map((id) => aUser(id)),
    ['reviewer'],
  )
})
afterEach(() => database.drop())

const header =
  'source_type,source_id,source_name,source_title,destination_type,destination_id,waypoint_type,waypoint_id,raw_permissions,source_manager,destination_owner,reviewers'
type Given = Partial<
  Record<'name' | 'title' | 'way' | 'permissions' | 'manager' | 'owner' | 'reviewers', string>
>
const line = (id: string, given: Given = {}) =>
  `User,${id},${given.name ?? ''},${given.title ?? ''},Role,r,${given.way ?? ','},${given.permissions ?? ''},${given.manager ?? ''},${given.owner ?? ''},${given.reviewers ?? ''}`
const file = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

test('T17 lines of one row give it all their permissions, reviewers, managers and owners', async () => {
  const { exit, told, id } = await importAccess(
    database,
    file(
      line('a', { permissions: 'read;list', manager: 'mia', reviewers: 'rita@example.com' }),
      line('b', { permissions: 'read' }),
      line('a', { permissions: 'write;read', manager: 'max', owner: 'otto' }),
    ),
  )
  expect({ exit, told }).toEqual({ exit: 0, told: '3 lines: 1 merged into others, 0 rejected, 2 rows.' })
  expect(await rowsOf(database, id)).toMatchObject([
    { row: 'a r', permissions: ['read', 'list', 'write'], reviewers: ['max', 'mia', 'otto', 'rita'] },
    { row: 'b r', permissions: ['read'] },
  ])
})

test('T17 a waypoint of another type is another row', async () => {
  const { told, id } = await importAccess(
    database,
    file(line('a', { way: 'Group,g' }), line('a', { way: 'Role,g' }), line('a')),
  )
  expect(told).toBe('3 lines: 0 merged into others, 0 rejected, 3 rows.')
  expect((await rowsOf(database, id)).map(({ row }) => row)).toEqual(['a Group g r', 'a Role g r', 'a r'])
})

test('T17 lines are merged however far apart they stand', async () => {
  const between = Array.from({ length: batchSize + 5000 }, (_, number) => line(`x${number}`))
  const { told, id } = await importAccess(
    database,
    file(
      line('a', { permissions: 'p1' }),
      line('a', { permissions: 'p2' }),
      ...between,
      line('a', { permissions: 'p3', name: 'late' }),
      line('x7', { permissions: 'p' }),
      line('a', { permissions: 'p4;p1' }),
    ),
  )
  expect(told).toContain(`15,005 lines: 4 merged into others, 0 rejected, 15,001 rows.`)
  const rows = await rowsOf(database, id)
  expect(rows[0]).toMatchObject({ row: 'a r', permissions: ['p1', 'p2', 'p3', 'p4'] })
  expect(rows.find(({ row }) => row === 'x7 r')?.permissions).toEqual(['p'])
})

test('T17 where names or attributes differ the first line stands, and the report lists both', async () => {
  const { told, id, report } = await importAccess(
    database,
    file(line('a', { name: 'Ada', title: 'x' }), line('b'), line('a', { name: 'Eve', title: 'y' })),
    { args: ['--reviewer', 'rita'] },
  )
  expect(told).toMatch(
    /^3 lines: 1 merged into others, 0 rejected, 2 rows\.\n1 of the merged lines names or describes its row otherwise.*It is listed in/,
  )
  expect(report).toEqual([
    {
      kind: 'differs from the first line of its row, which stands',
      line: 4,
      first_line: 2,
      fields: ['source_name', 'source_title'],
    },
  ])
  const { rows } = await sql`SELECT source->>'name' AS name, line FROM access_row
    WHERE source->>'id' = 'a'`.execute(database.store.db)
  expect(id).toBeDefined()
  expect(rows).toEqual([{ name: 'Ada', line: 2 }])
})

test('T17 all lines of a row with too many permissions are rejected together', async () => {
  const many = (from: number) => Array.from({ length: 600 }, (_, n) => `p${from + n}`).join(';')
  const { told, rejected, id, exit } = await importAccess(
    database,
    file(
      line('a', { permissions: many(0) }),
      line('b'),
      line('a', { permissions: many(600) }),
      line('a', { permissions: 'q' }),
    ),
    { args: ['--accept-rejects'] },
  )
  const error = 'the lines 2, 4, 5 are one row, which has more than 1000 items here; none of them is taken'
  expect({ exit, told }).toEqual({ exit: 1, told: '4 lines: 0 merged into others, 3 rejected, 1 row.' })
  expect(rejected.map((one) => [one.line, one.field, one.error])).toEqual(
    [2, 4, 5].map((number) => [number, 'raw_permissions', error]),
  )
  expect((await rowsOf(database, id)).map(({ row }) => row)).toEqual(['b r'])
})

test.each(['permissions', 'reviewers'] as const)(
  'T17 one line that has too many %s is rejected with the other lines of its row',
  async (field) => {
    const many = Array.from({ length: 3000 }, (_, n) => `p${n}`).join(';')
    const { told, rejected, id } = await importAccess(
      database,
      file(
        line('a', { [field]: many }),
        line('a', { [field]: 'q' }),
        line('b'),
        line('c', { [field]: 'p' }),
        line('c', { [field]: many }),
        line('d', { [field]: many }),
      ),
      { args: ['--accept-rejects'] },
    )
    expect(told).toContain('6 lines: 0 merged into others, 5 rejected, 1 row.')
    const together = (lines: string) =>
      `the lines ${lines} are one row, which has more than 1000 items here; none of them is taken`
    expect(rejected.map((one) => [one.line, one.error])).toEqual([
      [2, together('2, 3')],
      [3, together('2, 3')],
      [5, together('5, 6')],
      [6, together('5, 6')],
      [7, 'has more than 1000 items here'],
    ])
    expect((await rowsOf(database, id)).map(({ row }) => row)).toEqual(['b r'])
  },
)

test.each(['raw_permissions', 'effective_permissions', 'source_manager', 'destination_owner', 'reviewers'])(
  'T17 a row has 1000 of %s by its lines together, and is rejected with one more',
  async (field) => {
    const lines = Array.from({ length: 1001 }, (_, number) => `User,a,Role,r,x${number}`)
    const of = (count: number) =>
      `source_type,source_id,destination_type,destination_id,${field}\n${['User,b,Role,r,', ...lines.slice(0, count)].join('\n')}\n`
    const fits = await importAccess(database, of(1000), { args: ['--name', 'fits'] })
    expect(fits.told).toContain('1,001 lines: 999 merged into others, 0 rejected, 2 rows.')
    const { told, rejected, id } = await importAccess(database, of(1001), { args: ['--accept-rejects'] })
    expect(told).toContain('1,002 lines: 0 merged into others, 1,001 rejected, 1 row.')
    expect(rejected).toHaveLength(1001)
    expect(new Set(rejected.map((one) => `${one.field}: ${one.error}`))).toEqual(
      new Set([
        `${field}: the lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 991 more are one row, which has more than 1000 items here; none of them is taken`,
      ]),
    )
    expect((await rowsOf(database, id)).map(({ row }) => row)).toEqual(['b r'])
  },
)

test('T17 the access of a file is that of its rows and rejects together, and the numbers add up', async () => {
  const lines = fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', ''),
      way: fc.constantFrom(',', 'G,g', 'H,g'),
      permissions: fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's', 't'), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(lines, async (given) => {
      fc.pre(given.some(({ id }) => id !== ''))
      const text = file(
        ...given.map((one) => line(one.id, { ...one, permissions: one.permissions.join(';') })),
      )
      const { told, rejected, id } = await importAccess(database, text, {
        args: ['--name', `run ${++run}`, '--accept-rejects'],
      })
      const [, ...sum] =
        /^(\d+) lines?: (\d+) merged into others, (\d+) rejected, (\d+) rows?\.$/.exec(told)?.map(Number) ??
        []
      const [all, merged = 0, notTaken = 0, rows = 0] = sum
      expect(all).toBe(given.length)
      expect(merged + notTaken + rows).toBe(given.length)
      expect(rejected.length).toBe(notTaken)
      const lost = new Set(rejected.map((one) => one.line - 2))
      const wanted = given.filter((_, index) => !lost.has(index))
      const stored = await rowsOf(database, id)
      expect(stored.length).toBe(rows)
      expect(accessOf(stored.map((row) => [row.row, row.permissions]))).toEqual(
        accessOf(
          wanted.map((one) => [
            [one.id, ...one.way.split(',').filter(Boolean), 'r'].join(' '),
            one.permissions,
          ]),
        ),
      )
    }),
    { numRuns: 25 },
  )
})

/** What a list of rows gives: each row with each of its permissions, once. */
function accessOf(rows: readonly (readonly [string, readonly string[]])[]): string[] {
  return [
    ...new Set(rows.flatMap(([row, permissions]) => [row, ...permissions.map((one) => `${row}: ${one}`)])),
  ].toSorted()
}
