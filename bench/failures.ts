import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { actionEventFields } from '#contract/fields.ts'
import { readFilter } from '#server/handlers/read-filter.ts'
import type { Failures } from '#server/failures.ts'
import { failuresStore } from '#server/store/activity/causes/failures-store.ts'
import type { Store } from '#server/store/database/open.ts'
import { failedShare, lastDays, millionWithFailures } from './failed-events.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'

const rounds = 5

/**
 * The board of failures at 1,000,000 events, of thirty days and of all time, each beside one sequential scan of the table by one
 * process, taken right before it; and the size of the indexes that it is read from.
 */
export async function failures(): Promise<void> {
  const store = await millionWithFailures()
  try {
    const { all, recent } = await failedShare(store)
    row('failed events, of the last thirty days and in all', `${percent(recent)}, ${percent(all)}`)
    const stored = () => Promise.resolve({})
    const reading = { parameter: 'filter', fields: actionEventFields, stored }
    await measure(
      store,
      'the board of thirty days',
      await readFilter(`started_at ge "${lastDays}"`, reading),
      0.5,
    )
    await measure(store, 'the board of all time', undefined, 2)
    await sizes(store)
  } finally {
    await store.close()
  }
}

type Filter = Parameters<Failures['list']>[0]

async function measure(store: Store, what: string, filter: Filter, atMost: number): Promise<void> {
  const board = failuresStore(store.db)
  await board.list(filter) // pages into memory once
  const times: { board: number[]; scan: number[] } = { board: [], scan: [] }
  for (let round = 0; round < rounds; round++) {
    times.scan.push(await scanTime(store))
    const began = performance.now()
    await board.list(filter)
    times.board.push(performance.now() - began)
  }
  row(what, `${ms(median(times.board))}, the scan ${ms(median(times.scan))}`)
  ratioRow(`${what} / one sequential scan`, pairedRatio(times.board, times.scan), { atMost })
}

async function scanTime({ db }: Store): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    for (const setting of ['indexscan', 'bitmapscan', 'indexonlyscan'])
      await sql.raw(`SET LOCAL enable_${setting} = off`).execute(trx)
    await sql`SET LOCAL max_parallel_workers_per_gather = 0`.execute(trx)
    const began = performance.now()
    await sql`SELECT count(*) FROM action_event WHERE identity_name <> 'nobody'`.execute(trx)
    return performance.now() - began
  })
}

/** Of the causes' own indexes; that of identities was there, and has grown. */
async function sizes({ db }: Store): Promise<void> {
  const { rows } = await sql<{ name: string; size: string }>`SELECT relname AS name,
    pg_size_pretty(pg_relation_size(oid)) AS size FROM pg_class
    WHERE relname IN ('action_event_failed', 'action_event_cause', 'action_event_no_cause', 'action_event_identity') ORDER BY 1`.execute(
    db,
  )
  for (const { name, size } of rows) row(`index ${name}`, size)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
