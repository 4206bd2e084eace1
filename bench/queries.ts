import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { actionEventFields } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import { print } from '#scim/print.ts'
import { readFilter } from '#server/handlers/read-filter.ts'
import { conditionOf } from '#server/store/activity/action-event-filter.ts'
import { matchedBy } from '#server/event-selection.ts'
import { listActionEvents } from '#server/store/activity/action-event-list.ts'
import type { Store } from '#server/store/database/open.ts'
import { ms, percentile, ratioRow, row } from './figures.ts'
import { listPages } from './list-pages.ts'
import { millionEvents } from './million.ts'
import { sampleFilters } from './query-samples.ts'

/** A filter with what a list by it took, and what reading every row for it took, in milliseconds. */
type Run = { readonly filter: Filter; readonly list: number; readonly scan: number; readonly same: boolean }

/**
 * Lists of 100 at 1,000,000 events: over HTTP, from the middle, and by filters. A filter's list is held to one
 * sequential scan of the table for the same filter, taken right after it, which must also find the same rows.
 */
export async function queries(): Promise<void> {
  const store = await millionEvents()
  try {
    await listPages(store)
    const { indexed, apart } = await sampleFilters(store)
    for (const filter of indexed) await listTime(store, await canonical(filter)) // pages into memory once
    const runs = { indexed: await runAll(store, indexed), apart: await runAll(store, apart) }
    report('each field and operator, and 200 two-clause ands', runs.indexed, 0.95, 0.1)
    report('short co, not, or across columns', runs.apart, 1, 0.5)
    const all = [...runs.indexed, ...runs.apart]
    const different = all.filter(({ same }) => !same).length
    row(`${all.length} filters against a full scan`, `${different} differences`, '0', different === 0)
  } finally {
    await store.close()
  }
}

async function runAll(store: Store, filters: readonly Filter[]): Promise<Run[]> {
  const runs = []
  for (const filter of filters) {
    const read = await canonical(filter)
    const list = await listTime(store, read)
    runs.push({ filter, list, ...(await compareWithFullScan(store, read)) })
  }
  return runs
}

/** Prints what lies above `share` of the filters, as a part of their scans, and those that took the largest part. */
function report(what: string, runs: readonly Run[], share: number, atMost: number): void {
  const name = share === 1 ? 'max' : `p${share * 100}`
  const took = (of: 'list' | 'scan') => {
    const all = runs.map((run) => run[of])
    return `p50 ${ms(percentile(all, 0.5))}, p95 ${ms(percentile(all, 0.95))}, max ${ms(Math.max(...all))}`
  }
  row(`${what} (${runs.length}), a list of 100`, took('list'))
  row(`${what}, a sequential scan for the same`, took('scan'))
  const ratio = ({ list, scan }: Run) => list / scan
  ratioRow(`${what}, list / scan, ${name}`, percentile(runs.map(ratio), share), { atMost })
  for (const run of runs
    .toSorted((a, b) => ratio(b) - ratio(a))
    .slice(0, Number(process.env['BENCH_SLOWEST'] ?? 5)))
    console.log(`        ${ratio(run).toFixed(2)}, ${ms(run.list)}  ${print(run.filter)}`)
}

async function listTime(store: Store, filter: Filter | undefined): Promise<number> {
  const order = { field: 'started_at', direction: 'desc' } as const
  const began = performance.now()
  await listActionEvents(store.db, { ...matchedBy(filter), order, limit: 100, after: undefined })
  return performance.now() - began
}

async function canonical(filter: Filter): Promise<Filter | undefined> {
  return await readFilter(print(filter), {
    parameter: 'filter',
    fields: actionEventFields,
    stored: () => Promise.resolve({}),
  })
}

/** The same filter with and without indexes: how many rows and which, by a sum over their ids. */
async function compareWithFullScan(store: Store, filter: Filter | undefined) {
  if (!filter) throw new Error('a filter became no filter')
  const query = sql<{
    count: string
    sum: string
  }>`SELECT count(*), sum(hashint8(id)::bigint) FROM action_event WHERE ${conditionOf(filter)}`
  return await store.db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    const withIndexes = await query.execute(trx)
    for (const setting of ['indexscan', 'bitmapscan', 'indexonlyscan'])
      await sql.raw(`SET LOCAL enable_${setting} = off`).execute(trx)
    const began = performance.now()
    const withoutIndexes = await query.execute(trx)
    const scan = performance.now() - began
    return { scan, same: JSON.stringify(withIndexes.rows) === JSON.stringify(withoutIndexes.rows) }
  })
}
