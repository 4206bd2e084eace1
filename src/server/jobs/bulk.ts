import * as z from 'zod/mini'
import { Refused } from '../refused.ts'
import { expireFirst } from '../reviews/expire.ts'
import { runNextRows } from '../reviews/run-bulk.ts'
import type { Store } from '../store/database/open.ts'
import { findActor } from '../store/keys/acting-key.ts'
import type { StoreLog } from '../store/embedded/start-error.ts'
import { bulkStore } from '../store/reviews/bulk/bulk-store.ts'
import { certificationStore } from '../store/reviews/certifications/certification-store.ts'
import { JobFailed, type JobOutcome, type JobRun } from './job-kinds.ts'

const Input = z.object({ bulk_id: z.string(), via: z._default(z.string(), 'session') })

/**
 * Runs a bulk change to its end, or until it is cancelled. What its maker may not do any more it does not do; of somebody who
 * may do nothing any more, and of a key that has ended, it is cancelled.
 */
export async function runBulk(
  { store, log, clock }: { readonly store: Store; readonly log: StoreLog; readonly clock: () => Date },
  { input, maker, signal }: JobRun,
): Promise<JobOutcome> {
  const { bulk_id, via } = Input.parse(input)
  const bulks = bulkStore(store, clock)
  const certifications = certificationStore(store, clock, log)
  const needs = {
    bulks,
    clock,
    expireFirst: (number: number, now: Date) => expireFirst(certifications, number, now),
  }
  for (let more = true; more; ) {
    signal.throwIfAborted()
    const actor = await findActor(store.db, maker, via, clock())
    if (!actor) await bulks.cancel(maker, bulk_id, clock())
    more = actor !== undefined && (await nextRows(needs, actor, bulk_id))
  }
  return { result: {}, takeBack: () => Promise.resolve() }
}

/** What is refused once is refused the next time: people whom rows were to be given to are no reviewers any more. */
async function nextRows(...[needs, maker, bulk_id]: Parameters<typeof runNextRows>): Promise<boolean> {
  return await runNextRows(needs, maker, bulk_id).catch((error: unknown) => {
    throw error instanceof Refused ? new JobFailed(error.message) : error
  })
}
