import * as z from 'zod/mini'
import { Refused } from '../refused.ts'
import { expireFirst } from '../reviews/expire.ts'
import { planNextRows } from '../reviews/run-bulk.ts'
import { type Store, withoutTimeout } from '../store/database/open.ts'
import { findActor } from '../store/keys/acting-key.ts'
import type { StoreLog } from '../store/embedded/start-error.ts'
import { bulkStore } from '../store/reviews/bulk/bulk-store.ts'
import { certificationStore } from '../store/reviews/certifications/certification-store.ts'
import { JobFailed, type JobOutcome, type JobRun } from './job-kinds.ts'

const Input = z.object({ bulk_id: z.string(), via: z._default(z.string(), 'session') })

/**
 * Runs a bulk change to its end, or until it is cancelled: while rows are written, the next ones are read and planned. What its
 * maker may not do any more it does not do; of somebody who may do nothing any more, and of a key that has ended, it is cancelled.
 */
export async function runBulk(
  { store, log, clock }: { readonly store: Store; readonly log: StoreLog; readonly clock: () => Date },
  { input, maker, signal }: JobRun,
): Promise<JobOutcome> {
  const { bulk_id, via } = Input.parse(input)
  const certifications = certificationStore(store, clock, log)
  await withoutTimeout(store, (db) =>
    // Each keeps its own connection, and with it what PostgreSQL has prepared there.
    db.connection().execute((reading) =>
      db.connection().execute(async (writing) => {
        const [reader, writer] = [bulkStore({ db: reading }, clock), bulkStore({ db: writing }, clock)]
        const needs = {
          bulks: reader,
          clock,
          expireFirst: (number: number, now: Date) => expireFirst(certifications, number, now),
        }
        const plan = async (behind?: number) => {
          signal.throwIfAborted()
          const actor = await findActor(store.db, maker, via, clock())
          if (actor) return await nextRows(needs, actor, bulk_id, behind)
          await reader.cancel(maker, bulk_id, clock())
          return undefined
        }
        for (let planned = await plan(); planned; ) {
          const written = writer.writeRows(planned)
          const next = plan(planned.next.last)
          await Promise.allSettled([written, next])
          await written
          // Behind the last row it begins again with those that wait on: they had changed when they were to be written.
          planned = (await next) ?? (await plan())
        }
      }),
    ),
  )
  return { result: {}, takeBack: () => Promise.resolve() }
}

/** What is refused once is refused the next time: people whom rows were to be given to are no reviewers any more. */
async function nextRows(...args: Parameters<typeof planNextRows>): ReturnType<typeof planNextRows> {
  return await planNextRows(...args).catch((error: unknown) => {
    throw error instanceof Refused ? new JobFailed(error.message) : error
  })
}
