import { resolve } from 'node:path'
import { sql } from 'kysely'
import { loadDemo } from '#server/demo/load.ts'
import { openStore, type Store } from '#server/store/database/open.ts'

/** So many events most figures are taken at. */
export const million = 1_000_000
/** Fixed, so that every run measures the same rows. */
const until = Date.parse('2026-11-20T00:00:00Z')

/** Where the million is kept from one run to the next. */
export const benchDataDir = resolve(process.env['BENCH_DATA_DIR'] ?? 'data/bench')

/** Where so many events are kept: the million, and any other number beside it. */
export function dataDirOf(events: number): string {
  return events === million ? benchDataDir : `${benchDataDir}-${events}`
}

/**
 * The store that the figures are taken on: 1,000,000 demonstration events, or so many, made when absent. What changes them has its own,
 * `apart`.
 */
export async function millionEvents(events = million, apart?: string): Promise<Store> {
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: apart === undefined ? dataDirOf(events) : `${dataDirOf(events)}-${apart}`,
    applicationName: 'countersign bench',
    log: { info: () => undefined, warn: console.error },
  })
  if ((await countAll(store)) !== events) {
    console.error(`making ${events.toLocaleString('en')} events; this takes some minutes, once`)
    await loadDemo(
      store,
      { events, rows: 0, seed: '1', until },
      {
        onWait: () => console.error('waiting for another load'),
        wanted: () => Promise.resolve(true),
      },
    )
  }
  return store
}

async function countAll({ db }: Store): Promise<number | undefined> {
  return await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    const { rows } = await sql<{
      count: number
    }>`SELECT count(*)::integer AS count FROM action_event`.execute(trx)
    return rows[0]?.count
  })
}
