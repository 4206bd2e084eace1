import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import type { Bulk, BulkChange } from '#contract/reviews/bulk.ts'
import { connect } from '#server/store/database/connect.ts'
import { insertPerson } from '#testing/insert-session.ts'
import { importCertification } from './certification.ts'
import { type Build, freePort, type Program, runCommand, startProgram, thisBuild } from './program.ts'
import { sessionCookie } from './session-cookie.ts'

const quiet = { info: () => undefined, warn: () => undefined }
const person = (id: string): WorkflowUser => ({
  user_type: 'localCookieUser',
  id,
  email: `${id}@example.com`,
  name: id,
})
/** The server lets one person ask a hundred times a second; so many decide row by row that none reaches it. */
const others = Array.from({ length: 8 }, (_, at) => person(`single${at}`))
export const maker = person('many')

/** A server with a certification whose first rows one person reviews, who changes many at once, and the rest others. */
export type BulkServer = {
  server: Program
  readonly dataDir: string
  readonly port: number
  readonly certification: string
  /** Its number in the tables. */
  readonly number: number
  readonly pool: pg.Pool
  readonly client: BulkClient
  /** Decides the next row of the others, as the page does; how many milliseconds it took. */
  readonly decideOne: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Makes rows with the commands of a build, starts its server, and signs everybody in. */
export async function startBulkServer(
  dataDir: string,
  rows: number,
  single: number,
  build: Build = thisBuild,
): Promise<BulkServer> {
  await runCommand(build, dataDir, 'demo', ['--events', '20', '--rows', '40'])
  const database = await connect({ dataDir, applicationName: 'countersign bench', log: quiet })
  const { pool } = database
  for (const one of [maker, ...others]) await insertPerson(pool, { ...one, roles: ['reviewer'] })
  const reviewerOf = (at: number) => (at < rows ? maker : others[at % others.length])?.email ?? ''
  const certification = await importCertification(build, dataDir, {
    rows: rows + single,
    name: 'Rows',
    reviewerOf,
  })
  const port = await freePort()
  const server = await startProgram(dataDir, port, build)
  const { rows: numbers } = await pool.query<{ number: number }>(
    'SELECT number FROM certification WHERE certification_id = $1',
    [certification],
  )
  const { rows: singles } = await pool.query<{ result_id: number; user_id: string }>(
    `SELECT result_id, user_id FROM result_reviewer WHERE certification = $1 AND user_id <> $2 ORDER BY result_id`,
    [numbers[0]?.number, maker.id],
  )
  const cookies = new Map<string, string>()
  for (const one of [maker, ...others]) cookies.set(one.id, await sessionCookie(pool, one))
  const base = `http://127.0.0.1:${port}`
  const waiting = singles.values()
  return {
    server,
    dataDir,
    port,
    certification,
    number: numbers[0]?.number ?? 0,
    pool,
    client: bulkClient(`${base}/app/v1/certifications/${certification}`, cookies.get(maker.id) ?? ''),
    decideOne: async () => {
      const next = waiting.next().value
      if (!next) throw new Error('there are no more rows to decide')
      const began = performance.now()
      const body = {
        value: { result_id: next.result_id, decision: 'RESULT_DECISION_REJECTED', notes: 'alone' },
      }
      await ask(`${base}/api/preview/awf/certifications/${certification}/results`, 'PUT', {
        cookie: cookies.get(next.user_id) ?? '',
        body,
        headers: { 'if-match': '"1"', 'idempotency-key': randomUUID() },
      })
      return performance.now() - began
    },
    close: () => database.close(),
  }
}

export type BulkClient = ReturnType<typeof bulkClient>

/** Changes many rows as the page does. */
function bulkClient(base: string, cookie: string) {
  const send = async (path: string, body?: object) => {
    const answer = await ask(base + path, body ? 'POST' : 'GET', { cookie, ...(body && { body }) })
    return (answer as { value: unknown }).value
  }
  const find = async (id: string) => (await send(`/bulk/${id}`)) as Bulk
  return {
    find,
    preview: async (change: BulkChange, rows: number) =>
      (await send('/bulk:preview', { choice: { runs: [0, rows] }, change })) as Bulk,
    undo: async (id: string) => (await send(`/bulk/${id}:undo`, {})) as Bulk,
    /** Starts one; throws where it does not start. */
    async run(id: string): Promise<void> {
      const { difference } = (await send(`/bulk/${id}:run`, {})) as { readonly difference: object | null }
      if (difference) throw new Error(`it did not start: ${JSON.stringify(difference)}`)
    },
    /** Waits until one is over. */
    async over(id: string): Promise<Bulk> {
      for (;;) {
        const bulk = await find(id)
        if (bulk.state !== 'RUNNING') return bulk
        await sleep(250)
      }
    },
  }
}

type Asked = {
  readonly cookie: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(url: string, method: string, { cookie, body, headers }: Asked): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'x-requested-with': 'countersign',
      'content-type': 'application/json',
      cookie,
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
