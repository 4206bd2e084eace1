import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { createApp } from '#server/app.ts'
import type { Backend } from '#server/backend.ts'
import { planChange } from '#server/rules/change-plan.ts'
import { stepsOf } from '#server/rules/change-steps.ts'
import { createAccessLog } from '#server/store/access-log.ts'
import { storeBackend } from '#server/store/backend.ts'
import { openStore, type Store } from '#server/store/open.ts'
import { createPeople } from '#server/store/people.ts'
import { resultChanger } from '#server/store/reviews/change-result.ts'
import { readSituation } from '#server/store/reviews/change-situation.ts'
import { secretFor } from '#server/store/secrets.ts'
import { aRow, aUser, insertCertification, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { decidingClient, type DecidingClient } from './deciding-client.ts'
import { median, ms, percentile, row } from './figures.ts'

const rows = 50_000
const rounds = 8
/** Decisions of each way in each round. */
const each = 500
/** As many as the page's outbox sends at a time. */
const pageLanes = 4
const budget = { perSecond: 1000, p95: 5 }
const quiet = { info: () => undefined, warn: () => undefined }
const clock = () => new Date()
const ana = { ...aUser('ana'), email: 'ana@example.com' }
const accepted = 'RESULT_DECISION_ACCEPTED'

/**
 * Decides row after row in 50,000, each with its log entry, in four ways that take turns: the statement by one client
 * of the database, as the budget was measured, then what is put around it: the read and the rules, and HTTP as the page
 * speaks it. All are held to the budget. What the machine takes to wake PostgreSQL for nothing is told beside them,
 * because on two processors that changes more from hour to hour than all the rest.
 */
export async function decisions(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-decisions-'))
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: join(dir, 'data'),
    applicationName: 'countersign bench',
    log: quiet,
  })
  try {
    await fill(store)
    await measure(store)
  } finally {
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}

async function fill({ db }: Store): Promise<void> {
  await insertPeople(db, [ana], ['reviewer'])
  await db.updateTable('person').set({ demo: true }).where('id', '=', ana.id).execute()
  await insertWorkflow(db, { workflow_id: 'w' })
  const given = { certification_id: 'c', workflow_id: 'w' }
  await insertCertification(
    db,
    given,
    Array.from({ length: rows }, () => aRow({ reviewers: [ana] })),
  )
}

async function measure(store: Store): Promise<void> {
  const { db } = store
  const people = createPeople(store, clock)
  const accessLog = createAccessLog(db, clock)
  const backend = storeBackend(store, clock, quiet)
  const app = await createApp({
    backend,
    people,
    accessLog,
    pageTokenKey: await secretFor(db, 'page-tokens'),
    outboxSecrets: {
      actors: await secretFor(db, 'outbox-actors'),
      keys: await secretFor(db, 'outbox-keys'),
    },
    webRoot: undefined,
    publicUrl: undefined,
    rate: { perSecond: 1_000_000, burst: 1_000_000 },
    logLevel: 'silent',
    checkReplies: false,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const session = await people.startSession(ana, undefined)
  if (!session) throw new Error('the reviewer could not sign in')
  const { port } = app.server.address() as AddressInfo
  const client = decidingClient(port, session.token, pageLanes)
  try {
    await takeTurns(store, waysFor(store, backend, session.actor, client))
  } finally {
    client.close()
    await app.close()
    await accessLog.close()
  }
}

/** One way of deciding: what it is, how many are under way at a time, and what decides a row. */
type Way = {
  readonly name: string
  readonly lanes: number
  /** What a way needs of these rows that is not part of it; not timed. */
  readonly prepare?: (ids: readonly number[]) => Promise<void>
  readonly decide: (result_id: number) => Promise<unknown>
}
type Took = { readonly each: number[]; total: number }

function waysFor(
  store: Store,
  backend: Backend,
  actor: Actor,
  client: DecidingClient,
): readonly [Way, ...Way[]] {
  return [
    statement(store, actor),
    {
      name: 'with the read of the row and the rules before it',
      lanes: 1,
      decide: (result_id) =>
        backend.reviews.updateResult(actor, 'c', { result_id, decision: accepted }, once(1)),
    },
    { name: 'over HTTP, one after the other', lanes: 1, decide: client.accept },
    {
      name: `over HTTP, ${pageLanes} at a time, as the page sends them`,
      lanes: pageLanes,
      decide: client.accept,
    },
  ]
}

const once = (version: number) => ({ version, key: randomUUID(), fingerprint: Buffer.alloc(32) })

/** The change itself: row, counters, log, event and key in one statement. */
function statement({ prepared }: Store, actor: Actor): Way {
  const change = resultChanger(prepared)
  const planned = new Map<number, () => Promise<boolean>>()
  const plan = async (result_id: number) => {
    const { found } = await readSituation(
      prepared,
      actor,
      { certification_id: 'c', result_id, key: undefined },
      clock(),
    )
    if (!found) throw new Error(`row ${result_id} is not there`)
    const steps = stepsOf({ result_id, decision: accepted }, false)
    const { key, fingerprint } = once(1)
    planned.set(result_id, () =>
      change(actor, found, { plan: planChange(steps, found.row), now: clock(), key, fingerprint }),
    )
  }
  return {
    name: 'decision with its log entry, one statement, one client',
    lanes: 1,
    prepare: async (ids) => {
      for (const id of ids) await plan(id)
    },
    decide: async (result_id) => {
      if (!(await planned.get(result_id)?.())) throw new Error(`row ${result_id} was not decided`)
    },
  }
}

/** Each way in each round, so that a busy moment of the machine meets all of them. The first round is not counted. */
async function takeTurns(store: Store, ways: readonly [Way, ...Way[]]): Promise<void> {
  const took = new Map<Way, Took>(ways.map((way) => [way, { each: [], total: 0 }]))
  const trips: number[] = []
  let next = 0
  for (let round = 0; round <= rounds; round += 1) {
    const trip = await timed(each, 1, () => sql`SELECT 1`.execute(store.prepared))
    if (round > 0) trips.push(...trip.each)
    for (const way of ways) {
      const first = next
      next += each
      await way.prepare?.(Array.from({ length: each }, (_, at) => first + at))
      const now = await timed(each, way.lanes, (at) => way.decide(first + at))
      const all = took.get(way)
      if (round === 0 || !all) continue
      all.each.push(...now.each)
      all.total += now.total
    }
  }
  tell(ways, took, trips)
  await checkLog(store, next)
}

/** Does something so many times, with so many under way at a time. Milliseconds. */
async function timed(times: number, lanes: number, act: (at: number) => Promise<unknown>): Promise<Took> {
  const each: number[] = []
  let next = 0
  const lane = async () => {
    while (next < times) {
      const at = next++
      const before = performance.now()
      await act(at)
      each.push(performance.now() - before)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { each, total: performance.now() - began }
}

function tell(ways: readonly [Way, ...Way[]], took: ReadonlyMap<Way, Took>, trips: number[]): void {
  const [first] = ways
  const figures = (way: Way) => {
    const { each, total } = took.get(way) ?? { each: [], total: 0 }
    const perSecond = Math.round((each.length / total) * 1000)
    const p95 = percentile(each, 0.95)
    return { perSecond, p95, text: `${perSecond}/s, p50 ${ms(median(each))}, p95 ${ms(p95)}` }
  }
  const best = figures(first)
  for (const way of ways) {
    const { perSecond, p95, text } = figures(way)
    const share = way === first ? '' : `, ${(perSecond / best.perSecond).toFixed(2)} of the statement's`
    row(
      way.name,
      text + share,
      `≥ ${budget.perSecond}/s, p95 ≤ ${budget.p95} ms`,
      perSecond >= budget.perSecond && p95 <= budget.p95,
    )
  }
  row('a trip to PostgreSQL and back that asks nothing', `p50 ${median(trips).toFixed(2)} ms`)
}

async function checkLog({ db }: Store, wanted: number): Promise<void> {
  const { logged } = await db
    .selectFrom('result_log')
    .select((select) => select.fn.countAll<string>().as('logged'))
    .executeTakeFirstOrThrow()
  row('entries in the log', logged, String(wanted), Number(logged) === wanted)
}
