import { resolve } from 'node:path'
import { sql } from 'kysely'
import { loadDemo } from '#server/demo/load.ts'
import { openStore, type Store } from '#server/store/database/open.ts'

const events = 1_000_000
/** Fixed, so that every run measures the same rows. */
const until = Date.parse('2026-11-20T00:00:00Z')

/** Where the million is kept from one run to the next. */
export const benchDataDir = resolve(process.env['BENCH_DATA_DIR'] ?? 'data/bench')

/** The store that the figures are taken on: 1,000,000 demonstration events made when absent. */
export async function millionEvents(): Promise<Store> {
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: benchDataDir,
    applicationName: 'countersign bench',
    log: { info: () => undefined, warn: console.error },
  })
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count FROM action_event`.execute(
    store.db,
  )
  if (rows[0]?.count !== events) {
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
