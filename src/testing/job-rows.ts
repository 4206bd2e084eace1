import type { Store } from '#server/store/database/open.ts'
import { wakeFor } from '#server/store/jobs/queue.ts'

const maker = { user_type: 'test', id: 'ana' }

/** Puts a job into the table, as a use case does that nobody waits for. Returns its id. */
export async function addJob(
  { db }: Pick<Store, 'db'>,
  kind: string,
  { by = maker.id, input = {} }: { readonly by?: string; readonly input?: object } = {},
): Promise<string> {
  const id = crypto.randomUUID()
  await db
    .insertInto('job')
    .values({
      ...emptyJob,
      id,
      kind,
      maker_type: maker.user_type,
      maker_id: by,
      input: JSON.stringify(input),
    })
    .execute()
  await wakeFor(db, { id, kind, maker: { ...maker, id: by } })
  return id
}

const emptyJob = {
  result: null,
  error: null,
  worker: null,
  started_at: null,
  ended_at: null,
  expires_at: null,
} as const

/** The row of a job. */
export async function jobOf({ db }: Pick<Store, 'db'>, id: string) {
  return await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/* What ending somebody's access does to their jobs. */
export { endJobsOf } from '#server/store/jobs/end-jobs.ts'

/* What a worker does to the row of a job, for tests of the page, which has none. */
export {
  failJob,
  finishJob,
  noteProgress,
  type Run,
  takeJob,
} from '#server/store/jobs/job-runs.ts'
