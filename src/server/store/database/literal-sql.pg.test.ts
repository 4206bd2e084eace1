import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { CompareOp, Filter } from '#scim/ast.ts'
import { actionEventFields, type ActionEventField } from '#contract/fields.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { type Random, createRandom } from '#testing/random.ts'
import { randomFilter } from '#testing/random-filter.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { conditionOf } from '../activity/action-event-filter.ts'
import { literalSql } from './literal-sql.ts'
import type { Schema } from './schema.ts'

/** FILTER_RUNS=20000 is what a change of filters is tried with; a usual run takes fewer. */
const filters = Number(process.env['FILTER_RUNS'] ?? 1000)
const atOnce = 50

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

/** Texts that would end a literal, begin a comment, be a placeholder or a pattern, or escape what follows. */
const hostile = [
  "'; DROP TABLE action_event; --",
  "\\'; SELECT 1; --",
  "''",
  "'",
  '\\',
  '\\\\',
  "\\''",
  "E'\\x41'",
  '$1',
  '$$',
  '$tag$',
  '?',
  ':name',
  '%',
  '_',
  '%%',
  '\\%',
  '"',
  '/*',
  '*/',
  '--',
  ';',
  '\n',
  '\t',
  '\u2028',
  "U&'\\0041'",
  'ʼ',
  '＇',
  '{a,"b"}',
  'NULL',
  "x' OR 'x'='x",
  "x') OR (1=1",
]

function hostileText(random: Random): string {
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(hostile)).join('')
}

/** The same filter with hostile texts in place of some of its own. */
function made(filter: Filter, random: Random): Filter {
  if (filter.kind === 'not') return { ...filter, filter: made(filter.filter, random) }
  if (filter.kind === 'and' || filter.kind === 'or') {
    const [one, two, ...rest] = filter.filters
    return {
      ...filter,
      filters: [made(one, random), made(two, random), ...rest.map((part) => made(part, random))],
    }
  }
  if (filter.kind !== 'cmp' || !isText(filter.path.name) || random.chance(0.5)) return filter
  return { ...filter, value: hostileText(random) }
}

function isText(field: string): boolean {
  const { type } = actionEventFields[field as ActionEventField]
  return type === 'text' || type === 'enum'
}

type Found = { readonly n: number; readonly ids: string[] }

/** Which rows many conditions find, asked in one statement. */
const finding = (conditions: readonly Filter[]) =>
  sql<Found>`${sql.join(
    conditions.map(
      (filter, n) => sql`SELECT ${sql.lit(n)} AS n, coalesce(array_agg(id ORDER BY id), '{}') AS ids
        FROM action_event WHERE ${conditionOf(filter)}`,
    ),
    sql` UNION ALL `,
  )} ORDER BY n`

async function bound(db: Kysely<Schema>, conditions: readonly Filter[]): Promise<readonly Found[]> {
  return (await finding(conditions).execute(db)).rows
}

test(`a filter finds the same rows with its values written into the statement as with bound ones (${filters})`, async () => {
  const random = createRandom(20261128)
  const { db, database: connection } = database.store
  const rows = [
    ...awkwardEvents(120, random),
    ...awkwardEvents(80, random).map((event, index) => ({
      ...event,
      policy_task: `${hostileText(random)}-${index}`,
      action_name: hostileText(random),
      workflow_name: hostileText(random),
      identity_id: hostileText(random),
      identity_name: hostileText(random),
      policy_id: hostileText(random),
    })),
  ]
  await insertEvents(db, rows)
  let matched = 0
  for (let done = 0; done < filters; done += atOnce) {
    const some = Array.from({ length: atOnce }, () => made(randomFilter(rows, random), random))
    const literal = await connection.pool.query<Found>(literalSql(finding(some)))
    expect(literal.rows).toEqual(await bound(db, some))
    matched += literal.rows.filter(({ ids }) => ids.length > 0 && ids.length < rows.length).length
  }
  // Filters that find nothing, or everything, would show little.
  expect(matched).toBeGreaterThan(filters / 4)
})

test('what cannot be written into a statement is refused', () => {
  for (const value of ['a\0b', ['a\0b'], undefined, null, { a: 1 }, Number.NaN])
    expect(() => literalSql(sql`SELECT ${value}`)).toThrow('cannot be written into a statement')
})

test.each<CompareOp>(['eq'])('the smallest number is that number (%s)', async (op) => {
  const filter: Filter = { kind: 'cmp', path: { name: 'jobs_started' }, op, value: -2_147_483_648 }
  expect(
    (await database.store.database.pool.query<Found>(literalSql(finding([filter])))).rows[0]?.ids,
  ).toEqual([])
})
