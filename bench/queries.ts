import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { type ActionEventField, actionEventFields } from '#contract/fields.ts'
import type { Filter, Value } from '#scim/ast.ts'
import { print } from '#scim/print.ts'
import { conditionOf } from '#server/store/action-event-filter.ts'
import { listActionEvents } from '#server/store/action-event-list.ts'
import type { Store } from '#server/store/open.ts'
import { createRandom, type Random } from '#testing/random.ts'
import { readFilter } from '#server/handlers/read-filter.ts'
import { ms, percentile, row } from './figures.ts'
import { millionEvents } from './million.ts'

type Clause = Extract<Filter, { kind: 'cmp' }>
type Sample = Readonly<Record<ActionEventField, { common: Value; rare: Value }>>
const fields = Object.keys(actionEventFields) as ActionEventField[]

/** Lists of 100 at 1,000,000 events: each field with each operator, pairs of them, and what is listed apart. */
export async function queries(): Promise<void> {
  const store = await millionEvents()
  const random = createRandom(1)
  const sample = await store.db.transaction().execute(async (db) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(db)
    return await sampleValues(db)
  })
  const singles = fields.flatMap((field) => clausesOf(field, sample))
  const pairs = Array.from({ length: 200 }, () => pairOf(singles, random))
  const apart = apartFrom(singles, random)
  for (const filter of singles) await timed(store, filter) // pages into memory once
  await report(store, 'each field and operator, and 200 two-clause ands', [...singles, ...pairs], 30, 0.95)
  await report(store, 'short co, not, or across columns', apart, 300, 1)
  await compareWithFullScan(store, [...pairs.slice(0, 150), ...apart.slice(0, 50)])
  await store.close()
}

async function report(
  store: Store,
  what: string,
  filters: readonly Filter[],
  hold: number,
  share: number,
): Promise<void> {
  const runs = []
  for (const filter of filters) runs.push({ filter, took: await timed(store, filter) })
  const took = runs.map((run) => run.took)
  const figure = percentile(took, share)
  const name = share === 1 ? 'max' : `p${share * 100}`
  row(
    `${what} (${runs.length})`,
    `p50 ${ms(percentile(took, 0.5))}, ${name} ${ms(figure)}, max ${ms(Math.max(...took))}`,
    `${name} ≤ ${hold} ms`,
    figure <= hold,
  )
  for (const { filter, took } of runs
    .toSorted((a, b) => b.took - a.took)
    .slice(0, Number(process.env['BENCH_SLOWEST'] ?? 5)))
    console.log(`        ${ms(took)}  ${print(filter)}`)
}

async function timed(store: Store, filter: Filter): Promise<number> {
  const read = await canonical(filter)
  const began = performance.now()
  await listActionEvents(store.db, {
    filter: read,
    order: { field: 'started_at', direction: 'desc' },
    limit: 100,
    after: undefined,
  })
  return performance.now() - began
}

async function canonical(filter: Filter): Promise<Filter | undefined> {
  return await readFilter(print(filter), {
    parameter: 'filter',
    fields: actionEventFields,
    stored: () => Promise.resolve({}),
  })
}

/** For every field a value that many rows hold and one that few do, from the rows themselves. */
async function sampleValues(db: Store['db']): Promise<Sample> {
  const entries = []
  for (const field of fields) {
    if (actionEventFields[field].type === 'datetime') {
      const ns = sql.ref(field.replace('_at', '_ns'))
      const { rows } = await sql<{ common: string; rare: string }>`SELECT
        to_char(to_timestamp((percentile_disc(0.5) WITHIN GROUP (ORDER BY ${ns})) / 1e9) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS common,
        to_char(to_timestamp((percentile_disc(0.001) WITHIN GROUP (ORDER BY ${ns})) / 1e9) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS rare
        FROM action_event WHERE ${sql.ref(field)} IS NOT NULL`.execute(db)
      entries.push([field, rows[0]])
      continue
    }
    const { rows } = await sql<{ value: Value }>`SELECT ${sql.ref(field)} AS value FROM action_event
      WHERE ${sql.ref(field)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC`.execute(db)
    entries.push([field, { common: rows[0]?.value ?? '', rare: rows.at(-1)?.value ?? '' }])
  }
  return Object.fromEntries(entries) as Sample
}

function clausesOf(field: ActionEventField, sample: Sample): Clause[] {
  return actionEventFields[field].ops.flatMap((op) =>
    (['common', 'rare'] as const).map((which): Clause => {
      const value = sample[field][which]
      const text = typeof value === 'string' && op !== 'eq' && actionEventFields[field].type === 'text'
      return { kind: 'cmp', path: { name: field }, op, value: text ? part(op, value) : value }
    }),
  )
}

/** A part of a value that has at least three letters or digits in a row where the value has. */
function part(op: string, value: string): string {
  const points = [...value]
  if (op === 'sw') return points.slice(0, 6).join('')
  if (op === 'ew') return points.slice(-6).join('')
  return /[\p{L}\p{N}]{3,8}/u.exec(value)?.[0] ?? value
}

function pairOf(singles: readonly Clause[], random: Random): Filter {
  const first = random.pick(singles)
  const others = singles.filter((clause) => clause.path.name !== first.path.name)
  return { kind: 'and', filters: [first, random.pick(others)] }
}

function apartFrom(singles: readonly Clause[], random: Random): Filter[] {
  const short = (field: ActionEventField, value: string): Filter => ({
    kind: 'cmp',
    path: { name: field },
    op: 'co',
    value,
  })
  const shorts = [
    short('identity_name', 'qv'),
    short('action_name', 'a'),
    short('identity_id', 'zz'),
    short('workflow_name', '~'),
  ]
  const nots = Array.from({ length: 30 }, (): Filter => ({ kind: 'not', filter: random.pick(singles) }))
  const ors = Array.from({ length: 30 }, (): Filter => {
    const pair = pairOf(singles, random)
    return pair.kind === 'and' ? { kind: 'or', filters: pair.filters } : pair
  })
  return [...shorts, ...nots, ...ors]
}

/** The same filters with and without indexes: how many rows and which, by a sum over their ids. */
async function compareWithFullScan(store: Store, filters: readonly Filter[]): Promise<void> {
  let different = 0
  for (const filter of filters) {
    const read = await canonical(filter)
    if (!read) throw new Error('a filter became no filter')
    const query = sql<{
      count: string
      sum: string
    }>`SELECT count(*), sum(hashint8(id)::bigint) FROM action_event WHERE ${conditionOf(read)}`
    const [free, full] = await store.db.transaction().execute(async (trx) => {
      await sql`SET LOCAL statement_timeout = 0`.execute(trx)
      const withIndexes = await query.execute(trx)
      for (const setting of ['indexscan', 'bitmapscan', 'indexonlyscan'])
        await sql.raw(`SET LOCAL enable_${setting} = off`).execute(trx)
      return [withIndexes.rows[0], (await query.execute(trx)).rows[0]]
    })
    if (JSON.stringify(free) !== JSON.stringify(full)) different++
  }
  row(`${filters.length} filters against a full scan`, `${different} differences`, '0', different === 0)
}
