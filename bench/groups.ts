import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { loadDemo } from '#server/demo/load.ts'
import { openStore, type Store } from '#server/store/database/open.ts'
import { listGroups } from '#server/store/reviews/results/result-groups.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'

const rows = 50_000
const rounds = 15
const user = { user_type: 'localCookieUser', id: 'bench', email: '', name: 'Bench' }
const actor: Actor = { via: 'session', id: 'bench', name: 'Bench', user, roles: ['admin'] }

/**
 * The groups of a list of 50,000 rows, with what the page is sent, beside one sequential scan that reads of the same rows
 * what they are grouped by and counts their decisions, in turns.
 */
export async function groups(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  const log = { info: () => undefined, warn: console.error }
  const store = await openStore({ databaseUrl: undefined, dataDir, applicationName: 'bench', log })
  try {
    const until = Date.parse('2026-11-20T00:00:00Z')
    const waits = { onWait: () => undefined, wanted: () => Promise.resolve(true) }
    await loadDemo(store, { events: 0, rows, seed: '1', until }, waits)
    const { number, certification_id } = await largest(store)
    for (const group_by of ['source', 'destination', 'decision', 'source.department'])
      await measure(store, { number, certification_id, group_by })
  } finally {
    await store.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function largest({ db }: Store) {
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    await sql`ANALYZE result`.execute(trx)
  })
  const { rows: largestFirst } = await sql<{ number: number; certification_id: string; total: number }>`
    SELECT number, certification_id, total_result_count AS total FROM certification
    ORDER BY total_result_count DESC LIMIT 1`.execute(db)
  const [certification] = largestFirst
  if (!certification) throw new Error('there is no certification')
  row('rows', certification.total.toLocaleString('en'))
  return certification
}

type Given = { readonly number: number; readonly certification_id: string; readonly group_by: string }

async function measure({ db }: Store, { number, certification_id, group_by }: Given): Promise<void> {
  const [node = '', attribute] = group_by.split('.')
  const value =
    group_by === 'decision'
      ? sql`decision`
      : attribute === undefined
        ? sql`${sql.ref(node)} ->> 'type', ${sql.ref(node)} ->> 'id', ${sql.ref(node)} ->> 'name'`
        : sql`${sql.ref(node)} -> 'properties' ->> ${sql.lit(attribute)}`
  const order = { field: 'result_id', direction: 'asc' } as const
  const query = { filter: undefined, mutable_filter: undefined, order, group_by }
  const grouped: number[] = []
  const scanned: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const grouping = await took(() => listGroups(db, actor, certification_id, query))
    const scanning = await took(() =>
      db.transaction().execute(async (trx) => {
        for (const kind of ['indexscan', 'bitmapscan', 'indexonlyscan'])
          await sql.raw(`SET LOCAL enable_${kind} = off`).execute(trx)
        await sql`SELECT ${value}, count(*) FROM result WHERE certification = ${number}
          GROUP BY ${sql.raw(attribute === undefined && group_by !== 'decision' ? '1, 2, 3' : '1')}`.execute(
          trx,
        )
      }),
    )
    if (round < 0) continue // pages into memory first
    grouped.push(grouping)
    scanned.push(scanning)
  }
  row(`by ${group_by}`, `${ms(median(grouped))}; a scan of the same: ${ms(median(scanned))}`)
  ratioRow(`by ${group_by}, groups / scan`, pairedRatio(grouped, scanned), { atMost: 2 })
}

async function took(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}
