import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { type CountedField, countedFields } from '#contract/activity/event-summary.ts'
import type { Filter } from '#scim/ast.ts'
import { matchedBy } from '#server/event-selection.ts'
import { conditionOf } from '#server/store/activity/action-event-filter.ts'
import { countEventValues } from '#server/store/activity/summary/count-values.ts'
import { countingMs } from '#server/store/activity/summary/count-what-fits.ts'
import { summarizeEvents } from '#server/store/activity/summary/summarize-events.ts'
import type { Store } from '#server/store/database/open.ts'
import { eventFilter } from './event-filter.ts'
import { median, ms, pairedRatio, type RatioHold, ratioRow, row } from './figures.ts'
import { millionEvents } from './million.ts'

const rounds = 7
/** The demonstration's events start within 90 days before this. */
const lastMonth = 'started_at ge "2026-10-21T00:00:00Z"'
/** Long enough to count all: what is measured is never a part. */
const patient = { ms: 60_000, signal: new AbortController().signal }

type Measured = { readonly what: string; readonly hold?: RatioHold; readonly run: () => Promise<unknown> }

/**
 * What stands above the activity log, at 1,000,000 events, each beside one sequential scan of the table by one process for the
 * same 30 days.
 */
export async function summary(): Promise<void> {
  const store = await millionEvents()
  try {
    await sizes(store)
    await whatIsCovered(store)
    const month = await eventFilter(lastMonth)
    const all = await measured(store)
    const scans: number[] = []
    const times = all.map((): number[] => [])
    for (const { run } of all) await run() // pages into memory once
    for (let round = 0; round < rounds; round++) {
      scans.push(await scanTime(store, month))
      for (const [index, { run }] of all.entries()) times[index]?.push(await timeOf(run))
    }
    row('a sequential scan of the table for 30 days', ms(median(scans)))
    for (const [index, { what, hold }] of all.entries()) {
      const took = times[index] ?? []
      const ratio = pairedRatio(took, scans)
      if (hold) ratioRow(`${what} (${ms(median(took))}) / the scan`, ratio, hold)
      else row(`${what} (${ms(median(took))}) / the scan`, ratio.toFixed(2))
    }
  } finally {
    await store.close()
  }
}

async function measured({ db }: Store): Promise<readonly Measured[]> {
  const summaryOf = async (what: string, text: string | undefined, hold?: RatioHold): Promise<Measured> => {
    const filter = text === undefined ? undefined : await eventFilter(text)
    return { what, ...(hold && { hold }), run: () => summarizeEvents(db, matchedBy(filter), patient) }
  }
  const valuesOf = async (
    field: CountedField,
    text: string | undefined,
    hold?: RatioHold,
  ): Promise<Measured> => {
    const filter = text === undefined ? undefined : await eventFilter(text)
    const run = () => countEventValues(db, matchedBy(filter), { field, holds: undefined }, patient)
    return {
      what: `values of ${field}, ${text === undefined ? 'any time' : '30 days'}`,
      ...(hold && { hold }),
      run,
    }
  }
  return [
    await summaryOf('summary, 30 days', lastMonth, { atMost: 0.15 }),
    await summaryOf('summary, 30 days, failed', `${lastMonth} and state eq "ERRORED"`, { atMost: 0.15 }),
    await summaryOf('summary, any time', undefined, { atMost: 0.15 }),
    await summaryOf('summary, 30 days, one workflow', `${lastMonth} and workflow_name eq "Joiner"`),
    ...(await Promise.all(countedFields.map((field) => valuesOf(field, lastMonth, { atMost: 0.4 })))),
    ...(await Promise.all(countedFields.map((field) => valuesOf(field, undefined)))),
  ]
}

/** What is counted where the usual time limit holds. */
async function whatIsCovered({ db }: Store): Promise<void> {
  for (const text of [undefined, 'workflow_name eq "Joiner"', 'identity_name co "an"']) {
    const filter = text === undefined ? undefined : await eventFilter(text)
    const { covers } = await summarizeEvents(db, matchedBy(filter), { ...patient, ms: countingMs })
    row(
      `summary within its time limit, ${text ?? 'no filter'}`,
      covers.whole ? 'whole' : `from ${covers.from} on`,
    )
  }
}

async function sizes({ db }: Store): Promise<void> {
  const { rows } = await sql<{
    name: string
    size: string
  }>`SELECT relname AS name, pg_size_pretty(pg_relation_size(oid)) AS size
    FROM pg_class WHERE relname IN ('event_hour', 'event_hour_pkey') ORDER BY relname`.execute(db)
  for (const { name, size } of rows) row(`size of ${name}`, size)
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

async function scanTime({ db }: Store, filter: Filter): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL max_parallel_workers_per_gather = 0`.execute(trx)
    for (const setting of ['indexscan', 'bitmapscan', 'indexonlyscan'])
      await sql.raw(`SET LOCAL enable_${setting} = off`).execute(trx)
    const scan = sql`SELECT count(*), sum(hashint8(id)::bigint) FROM action_event WHERE ${conditionOf(filter)}`
    return await timeOf(() => scan.execute(trx))
  })
}
