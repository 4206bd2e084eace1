import { sql } from 'kysely'
import { fillCauses } from '#server/store/activity/causes/fill-causes.ts'
import type { Store } from '#server/store/database/open.ts'
import { millionEvents } from './million.ts'

/** Where the last thirty days of the million begin. */
export const lastDays = '2026-10-21T00:00:00Z'

/**
 * The million with more failures: of the last thirty days those of the demonstration, about 3 of 100 events, and before so many that
 * they are 10 of 100 in all, of forty causes more. What fails is told by the number of the event, so that every run has the same.
 */
export async function millionWithFailures(): Promise<Store> {
  const store = await millionEvents(undefined, 'failures')
  const client = await store.database.openClient('countersign bench')
  try {
    await client.query('SET statement_timeout = 0')
    const { rowCount } = await client.query(`
      UPDATE action_event SET state = 'ERRORED', any_changes = false,
        messages = ARRAY['The target "t' || id % 97 || '" answered: error code ' || 4000 + abs(hashint8(id)) % 40]
      WHERE started_at < '${lastDays}' AND state = 'COMPLETED' AND abs(hashint8(id + 7)) % 1000 < 120
        AND NOT EXISTS (SELECT FROM action_event WHERE messages[1] LIKE 'The target % answered: error code %')`)
    if (rowCount) console.error(`${rowCount} events more have failed`)
    const filled = await fillCauses(store)
    if (rowCount || filled) {
      await client.query('VACUUM FULL action_event')
      // And once more, for reads of indexes alone.
      await client.query('VACUUM ANALYZE action_event')
    }
  } finally {
    await client.end()
  }
  return store
}

/** How many events there are, and how many of them failed, in all and in the last thirty days. */
export async function failedShare({ db }: Store): Promise<{ all: number; recent: number }> {
  const { rows } = await sql<{
    all: number
    recent: number
  }>`SELECT avg((state = 'ERRORED')::integer)::float8 AS all,
    avg((state = 'ERRORED')::integer) FILTER (WHERE started_at >= ${lastDays})::float8 AS recent FROM action_event`.execute(
    db,
  )
  return rows[0] ?? { all: 0, recent: 0 }
}
