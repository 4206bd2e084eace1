import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { countedFields, type EventSummary, type ValueCount } from '#contract/activity/event-summary.ts'
import { actionEventFields } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import type { FieldTable } from '#scim/fields.ts'
import { matcher } from '#scim/match.ts'
import { print } from '#scim/print.ts'
import { fold } from '#std/fold.ts'
import { parseInstant } from '#std/instant.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { createRandom } from '#testing/random.ts'
import { comparison, randomFilter } from '#testing/random-filter.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { readFilter } from '../../../handlers/read-filter.ts'
import { matchedBy } from '../../../event-selection.ts'
import { countEventValues } from './count-values.ts'
import { summarizeEvents } from './summarize-events.ts'

const seed = 20_261_129
const random = createRandom(seed)
const rows = eventsOfManyTimes()
let database: TestDatabase
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertEvents(db(), rows)
})
afterAll(() => database.drop())

/** Most of three days, others of years, some at the edges of seconds, bars and what can be stored; 5 % have not started. */
function eventsOfManyTimes(): ActionEvent[] {
  const edges = ['1969-12-31T23:59:59.5Z', '1970-01-01T00:00:00Z', '2026-02-01T23:59:59.999999999Z']
  const day = () => new Date(Date.UTC(2024, 0, 1) + random.below(900 * 86_400) * 1000).toISOString()
  return awkwardEvents(3000, random).map((event, index) => {
    if (index < 2)
      return { ...event, started_at: ['1677-09-22T00:00:00Z', '2262-04-11T00:00:00Z'][index] ?? null }
    if (event.started_at === null || random.chance(0.6)) return event
    return { ...event, started_at: random.chance(0.02) ? random.pick(edges) : day() }
  })
}

const stored = { state: ['Half_Done'], action_type: ['BRAND_NEW_TYPE'] }
const fields: FieldTable = {
  ...actionEventFields,
  state: { ...actionEventFields.state, values: [...actionEventFields.state.values, ...stored.state] },
  action_type: {
    ...actionEventFields.action_type,
    values: [...actionEventFields.action_type.values, ...stored.action_type],
  },
}

async function canonical(filter: Filter): Promise<Filter> {
  const read = await readFilter(print(filter), {
    parameter: 'filter',
    fields: actionEventFields,
    stored: () => Promise.resolve(stored),
  })
  if (!read) throw new Error('a filter became no filter')
  return read
}

/** The events that match all conjuncts but those that name the field and no other. */
function matching(filter: Filter | undefined, without?: string): readonly ActionEvent[] {
  const parts = filter === undefined ? [] : filter.kind === 'and' ? filter.filters : [filter]
  const left = parts.filter((part) => {
    const names = new Set(
      [...JSON.stringify(part).matchAll(/"path":\{"name":"(\w+)"/g)].map(([, name]) => name),
    )
    return without === undefined || names.size > 1 || !names.has(without)
  })
  const tests = left.map((part) => matcher(part, fields))
  return rows.filter((row) => tests.every((matches) => matches(row)))
}

type Counts = Record<string, number>

function countsOf<T>(items: readonly T[], keyOf: (item: T) => string): Counts {
  const counts: Counts = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

const asCounts = (values: readonly ValueCount[]) =>
  Object.fromEntries(values.map(({ value, count }) => [value, count]))

/** What a summary is to say of events, in the bars that it has chosen. */
function expectedBars(events: readonly ActionEvent[], { bars, bar_seconds }: EventSummary) {
  const width = BigInt(bar_seconds) * 1_000_000_000n
  const phase = BigInt(Date.parse(bars[0]?.at ?? '1970-01-01T00:00:00Z')) * 1_000_000n
  const barOf = ({ started_at }: ActionEvent) => {
    if (started_at === null) return 'untimed'
    const past = (parseInstant(started_at)?.ns ?? 0n) - phase
    const bar = past / width - (past % width < 0n ? 1n : 0n)
    return new Date(Number((phase + bar * width) / 1_000_000n)).toISOString().replace('.000Z', 'Z')
  }
  return countsOf(events, (event) => `${barOf(event)} ${event.state}`)
}

function countedBars({ bars, untimed }: EventSummary): Counts {
  return Object.fromEntries(
    [...bars, { at: 'untimed', states: untimed }].flatMap(({ at, states }) =>
      states.map(({ value, count }) => [`${at} ${value}`, count]),
    ),
  )
}

/** FILTER_RUNS=2000 is what a change of the counts is tried with; a usual run takes fewer. */
const runs = Number(process.env['FILTER_RUNS'] ?? 200)
const atOnce = 50
/** Long enough for any machine: here all is to be counted. */
const patient = { ms: 60_000, signal: new AbortController().signal }

/** A filter that says of times a range and nothing else: what is counted by hours. */
function rangeFilter(): Filter {
  const part = (field: 'started_at' | 'state' | 'action_type') => comparison(field, random.pick(rows), random)
  const own = () => (random.chance(0.3) ? [part(random.pick(['state', 'action_type']))] : [])
  const [first, second] = [part('started_at'), random.chance(0.7) ? part('started_at') : part('state')]
  return { kind: 'and', filters: [first, second, ...own(), ...own()] }
}

async function forManyFilters(check: (filter: Filter) => Promise<void>, make: () => Filter): Promise<void> {
  for (let done = 0; done < runs; done += atOnce) {
    const filters = Array.from({ length: atOnce }, make)
    await Promise.all(filters.map(async (filter) => check(await canonical(filter))))
  }
}

describe(`${runs} random filters over 3,000 awkward events (seed ${seed})`, () => {
  test.each([
    ['of any kind', () => randomFilter(rows, random)],
    ['of a range of time, by hours', rangeFilter],
  ])('%s: each bar, state and type is what a plain count gives', { timeout: 300_000 }, async (_, make) => {
    let events = 0
    await forManyFilters(async (filter) => {
      const summary = await summarizeEvents(db(), matchedBy(filter), patient)
      const matched = matching(filter)
      events += matched.length
      const text = print(filter)
      expect(countedBars(summary), text).toEqual(expectedBars(matched, summary))
      expect(asCounts(summary.state), text).toEqual(countsOf(matching(filter, 'state'), ({ state }) => state))
      expect(asCounts(summary.action_type), text).toEqual(
        countsOf(matching(filter, 'action_type'), ({ action_type }) => action_type),
      )
      expect(summary.covers).toEqual({ whole: true, from: null })
    }, make)
    expect(events).toBeGreaterThan(runs * 100)
  })

  test('the values of most events are those of a plain count', { timeout: 300_000 }, async () => {
    await forManyFilters(
      async (filter) => {
        const field = random.pick(countedFields)
        const folds = field === 'identity_name' || field === 'action_name'
        const keyOf = (text: string) => (folds ? fold(text) : text)
        const holds = random.chance(0.5)
          ? undefined
          : random.pick(['a', 'OH', '_', '%', '\\', 'ß', 'İ', 'policy 1'])
        const counts = countsOf(matching(filter, field), (event) => keyOf(event[field]))
        const expected = Object.entries(counts).filter(
          ([key]) => holds === undefined || fold(key).includes(fold(holds)),
        )
        const { values, others } = await countEventValues(db(), matchedBy(filter), { field, holds }, patient)
        const text = `${field} ${holds} ${print(filter)}`
        expect(values.length + others, text).toBe(expected.length)
        expect(values.length, text).toBe(Math.min(20, expected.length))
        for (const { value, count } of values)
          expect([value, count], text).toEqual([value, counts[keyOf(value)]])
        const most = expected.map(([, count]) => count).toSorted((a, b) => b - a)
        expect(
          values.map(({ count }) => count),
          text,
        ).toEqual(most.slice(0, 20))
      },
      () => randomFilter(rows, random),
    )
  })
})

test.each([
  ['le', '2262-04-11T23:47:16.854775807Z'],
  ['gt', '2262-04-11T23:47:16.854775807Z'],
  ['ge', '2262-04-11T23:30:00Z'],
  ['lt', '1677-09-21T00:30:00Z'],
] as const)('a range to the ends of time is counted: %s %s', async (op, value) => {
  const filter = await canonical({ kind: 'cmp', path: { name: 'started_at' }, op, value })
  const { bars, untimed } = await summarizeEvents(db(), matchedBy(filter), patient)
  expect(untimed).toEqual([])
  const events = bars.flatMap(({ states }) => states).reduce((sum, { count }) => sum + count, 0)
  expect(events).toBe(matching(filter).length)
})

test('a second before 1970 is not in the bar that begins there', async () => {
  const filter = await canonical({
    kind: 'and',
    filters: [
      { kind: 'cmp', path: { name: 'started_at' }, op: 'ge', value: '1969-12-31T23:50:00Z' },
      { kind: 'cmp', path: { name: 'started_at' }, op: 'lt', value: '1970-01-01T00:10:00Z' },
    ],
  })
  const { bars, bar_seconds } = await summarizeEvents(db(), matchedBy(filter), patient)
  expect(bar_seconds).toBe(60)
  expect(bars.map(({ at }) => at)).toEqual(['1969-12-31T23:59:00Z', '1970-01-01T00:00:00Z'])
})
