import { sql } from 'kysely'
import { inject } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import type { Bulk, BulkDifference } from '#contract/reviews/bulk.ts'
import { aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { runBulk } from '../../jobs/bulk.ts'
import { runNextRows } from '../../reviews/run-bulk.ts'
import { findActor } from '../../store/keys/acting-key.ts'
import { bulkStore } from '../../store/reviews/bulk/bulk-store.ts'

const log = { info: () => undefined, warn: () => undefined }

/** A server on which people change many rows over HTTP; the job of a change runs when a test says so. */
export type BulkServer = {
  readonly server: TestServer
  readonly db: TestServer['database']['store']['db']
  /** The headers of somebody's session, who has these roles from then on. */
  as(name: string, ...roles: Role[]): Promise<Headers>
  post(headers: Headers, path: string, body?: object): Promise<Answer>
  get(headers: Headers, path: string): Promise<Answer>
  /** Previews, and fails where that is refused. */
  preview(headers: Headers, certification_id: string, body: object): Promise<Bulk>
  /** Presses Run. */
  run(headers: Headers, bulk: Bulk, body?: object): Promise<Started>
  /** Does what a worker does about a change that was started; `between` happens after the first rows. */
  work(bulk: Pick<Bulk, 'bulk_id'>, between?: () => Promise<unknown>): Promise<void>
  /** Every row of a certification as it stands, by its id. */
  rows(number: number): Promise<readonly StoredRow[]>
}
type Headers = Readonly<Record<string, string>>
type Started = { readonly bulk: Bulk; readonly difference: BulkDifference | null }
export type StoredRow = {
  readonly result_id: number
  readonly decision: string
  readonly notes: string
  readonly signed: boolean
  readonly reviewers: readonly string[]
  readonly version: number
  /** The bulk change of its last entry. */
  readonly bulk: string | null
}

/** The paths of bulk changes. */
export const bulkPath = (certification_id: string, rest = '') =>
  `/app/v1/certifications/${certification_id}/bulk${rest}`

/** Starts it; `clock` is the time of the server and its jobs. */
export async function startBulkServer(clock: () => Date = () => new Date()): Promise<BulkServer> {
  const server = await startServer(inject('postgresUrl'), { clock })
  const { store } = server.database
  const post: BulkServer['post'] = (headers, path, body = {}) => server.send('POST', path, headers, body)
  return {
    server,
    db: store.db,
    as: async (name, ...roles) => ({ ...pageHeaders, cookie: await server.signIn(name, ...roles) }),
    post,
    get: (headers, path) => server.send('GET', path, headers),
    async preview(headers, certification_id, body) {
      return valueOf<Bulk>(await post(headers, bulkPath(certification_id, ':preview'), body))
    },
    async run(headers, { certification_id, bulk_id }, body = {}) {
      return valueOf<Started>(await post(headers, bulkPath(certification_id, `/${bulk_id}:run`), body))
    },
    async work({ bulk_id }, between) {
      const { rows } = await sql<{ input: { via: string }; maker_id: string }>`
        SELECT input, maker_id FROM job WHERE input ->> 'bulk_id' = ${bulk_id}`.execute(store.db)
      const [job] = rows
      if (!job) throw new Error('no job was made for it')
      const maker = aUser(job.maker_id)
      if (between) {
        const { via } = job.input
        const actor = await findActor(store.db, maker, via, clock())
        if (!actor) throw new Error('they may do nothing')
        const needs = { bulks: bulkStore(store, clock), clock, expireFirst: () => Promise.resolve() }
        await runNextRows(needs, actor, bulk_id)
        await between()
      }
      const run = { id: '', created_at: '', attempt: 1, signal: new AbortController().signal }
      await runBulk({ store, log, clock }, { ...run, maker, input: job.input, progress: () => undefined })
    },
    async rows(number) {
      const { rows } = await sql<StoredRow>`SELECT result_id, decision, notes, version,
          signed_off_state = 'SIGNED_OFF' AS signed,
          ARRAY(SELECT user_id FROM result_reviewer AS r WHERE r.certification = result.certification
            AND r.result_id = result.result_id ORDER BY user_id) AS reviewers,
          (SELECT detail ->> 'bulk' FROM result_log AS l WHERE l.certification = result.certification
            AND l.result_id = result.result_id ORDER BY seq DESC LIMIT 1) AS bulk
        FROM result WHERE certification = ${number} ORDER BY result_id`.execute(store.db)
      return rows
    },
  }
}

/** What an answer holds; fails where it is a refusal. */
export function valueOf<T>({ status, body }: Answer): T {
  if (status !== 200) throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
  return (body as { value: T }).value
}
