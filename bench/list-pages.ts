import { Agent } from 'node:http'
import { performance } from 'node:perf_hooks'
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import type { ActionEventList } from '#server/backend.ts'
import { matchedBy } from '#server/event-selection.ts'
import { listActionEvents } from '#server/store/activity/action-event-list.ts'
import type { Store } from '#server/store/database/open.ts'
import type { Schema } from '#server/store/database/schema.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'
import { send } from './http-client.ts'
import { auditorCookie } from './session-cookie.ts'
import { benchDataDir } from './million.ts'
import { end, freePort, startProgram } from './program.ts'

const turns = 100
const warmUp = 20
const path = '/api/private/lifecycle_management/action_events?order_by=started_at+desc&page_size=100'

/** The first page of 100 over HTTP beside its own SQL by the same driver, and one from the middle beside the first. */
export async function listPages(store: Store): Promise<void> {
  const { child, url } = await startProgram(benchDataDir, await freePort())
  const client = await store.database.openClient('countersign bench')
  try {
    const headers = { cookie: await auditorCookie(client) }
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const first = await sqlOf(store, undefined)
    const deep = await sqlOf(store, await middleOf(store))
    const ways = {
      http: () => send(url + path, { agent, headers }),
      first: () => client.query(first.sql, [...first.parameters]),
      deep: () => client.query(deep.sql, [...deep.parameters]),
    }
    tell(await takeTurns(ways))
  } finally {
    await client.end()
    await end(child, 'SIGTERM')
  }
}

/** The statement of a page, as the store writes it. */
async function sqlOf({ database }: Store, after: ActionEventList['after']): Promise<CompiledQuery> {
  const asked: CompiledQuery[] = []
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => void asked.push(query),
  })
  const order = { field: 'started_at', direction: 'desc' } as const
  await listActionEvents(db, { ...matchedBy(undefined), order, limit: 100, after })
  const [query] = asked
  if (!query || asked.length !== 1) throw new Error('a page is not one statement')
  return query
}

/** Where the second half of the list begins. */
export async function middleOf({ db }: Store): Promise<readonly string[]> {
  return await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    const { rows } = await sql<{ position: string[] }>`
      SELECT ARRAY[started_ns::text, id::text] AS position FROM action_event ORDER BY started_ns DESC, id DESC
      OFFSET (SELECT count(*) / 2 FROM action_event) LIMIT 1`.execute(trx)
    return rows[0]?.position ?? []
  })
}

type Ways = 'http' | 'first' | 'deep'

async function takeTurns(
  ways: Readonly<Record<Ways, () => Promise<unknown>>>,
): Promise<Record<Ways, number[]>> {
  const took: Record<Ways, number[]> = { http: [], first: [], deep: [] }
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const name of ['http', 'first', 'deep'] as const) {
      const began = performance.now()
      await ways[name]()
      if (turn >= 0) took[name].push(performance.now() - began)
    }
  return took
}

function tell({ http, first, deep }: Record<Ways, number[]>): void {
  row('first page of 100 over HTTP', ms(median(http)))
  row('its SQL by the same driver', ms(median(first)))
  row('the SQL of a page from the middle', ms(median(deep)))
  ratioRow('first page, over HTTP / its SQL', pairedRatio(http, first), { atMost: 3 })
  ratioRow('SQL of a page from the middle / of the first', pairedRatio(deep, first), { atMost: 1.5 })
}
