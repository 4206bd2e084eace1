import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createApp } from '#server/app.ts'
import { createAccessLog } from '#server/store/access-log.ts'
import { storeBackend } from '#server/store/backend.ts'
import { openStore, type Store } from '#server/store/open.ts'
import { createPeople } from '#server/store/people.ts'
import { secretFor } from '#server/store/secrets.ts'
import { aRow, aUser, insertCertification, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { ms, percentile, row } from './figures.ts'

const rows = 50_000
/** As many as it takes until the programs run as they do in a server that has been up for a while. */
const warmUp = 3000
const measured = 5000
/** As many as the page's outbox sends at a time. */
const pageLanes = 4
const budget = { perSecond: 1000, p95: 5 }
const quiet = { info: () => undefined, warn: () => undefined }
const clock = () => new Date()
const ana = { ...aUser('ana'), email: 'ana@example.com' }

type Client = { readonly decide: (result_id: number) => Promise<void>; readonly close: () => void }

/** One reviewer decides row after row over HTTP as the page does, each with its log entry, in 50,000 rows. */
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
  const app = await createApp({
    backend: storeBackend(store, clock, quiet),
    people,
    accessLog,
    pageTokenKey: await secretFor(db, 'page-tokens'),
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
  const client = connect(port, session.token)
  try {
    await decideAll(client, 0, warmUp, pageLanes)
    report('one after the other', await decideAll(client, warmUp, measured, 1))
    report(
      'four under way at a time, as the page sends them',
      await decideAll(client, warmUp + measured, measured, pageLanes),
    )
    await checkLog(store)
  } finally {
    client.close()
    await app.close()
    await accessLog.close()
  }
}

type Took = { readonly each: readonly number[]; readonly total: number }

/** Decides so many rows from one on, with so many decisions under way at a time. Milliseconds. */
async function decideAll(client: Client, from: number, count: number, lanes: number): Promise<Took> {
  const each: number[] = []
  let next = from
  const lane = async () => {
    while (next < from + count) {
      const id = next++
      const before = performance.now()
      await client.decide(id)
      each.push(performance.now() - before)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { each, total: performance.now() - began }
}

function report(how: string, { each, total }: Took): void {
  const perSecond = Math.round((each.length / total) * 1000)
  const [half, most] = [percentile(each, 0.5), percentile(each, 0.95)]
  row(
    `decisions with their log entries, one reviewer, ${how}`,
    `${perSecond}/s, p50 ${ms(half)}, p95 ${ms(most)}`,
    `≥ ${budget.perSecond}/s, p95 ≤ ${budget.p95} ms`,
    perSecond >= budget.perSecond && most <= budget.p95,
  )
}

async function checkLog({ db }: Store): Promise<void> {
  const { logged } = await db
    .selectFrom('result_log')
    .select((select) => select.fn.countAll<string>().as('logged'))
    .executeTakeFirstOrThrow()
  const wanted = warmUp + 2 * measured
  row('entries in the log', logged, String(wanted), Number(logged) === wanted)
}

/** The page's own way: session, the version seen, and a key for each decision. */
function connect(port: number, token: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: pageLanes })
  const headers = {
    cookie: `countersign=${token}`,
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    'x-requested-with': 'countersign',
    'if-match': '"1"',
  }
  const path = '/api/preview/awf/certifications/c/results'
  const decide = (result_id: number) =>
    new Promise<void>((resolve, reject) => {
      const body = JSON.stringify({ value: { result_id, decision: 'RESULT_DECISION_ACCEPTED' } })
      const options = {
        host: '127.0.0.1',
        port,
        path,
        agent,
        method: 'PUT',
        headers: { ...headers, 'idempotency-key': randomUUID(), 'content-length': Buffer.byteLength(body) },
      }
      const sent = request(options, (answer) => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`a decision was answered ${answer.statusCode}`)),
        )
      })
      sent.once('error', reject)
      sent.end(body)
    })
  return { decide, close: () => agent.destroy() }
}
