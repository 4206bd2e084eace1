import * as z from 'zod/mini'
import { expireFirst } from '../reviews/expire.ts'
import { runNextRows } from '../reviews/run-bulk.ts'
import { findActiveCaller } from '../store/actor.ts'
import type { Store } from '../store/database/open.ts'
import type { StoreLog } from '../store/embedded/start-error.ts'
import { bulkStore } from '../store/reviews/bulk/bulk-store.ts'
import { certificationStore } from '../store/reviews/certifications/certification-store.ts'
import type { JobOutcome, JobRun } from './job-kinds.ts'

const Input = z.object({ bulk_id: z.string() })

/**
 * Runs a bulk change to its end, or until it is cancelled. What its maker may not do any more it does not do; of somebody who
 * may do nothing any more it is cancelled.
 */
export async function runBulk(
  { store, log, clock }: { readonly store: Store; readonly log: StoreLog; readonly clock: () => Date },
  { input, maker, signal, progress }: JobRun,
): Promise<JobOutcome> {
  const { bulk_id } = Input.parse(input)
  const bulks = bulkStore(store, clock)
  const certifications = certificationStore(store, clock, log)
  const needs = {
    bulks,
    clock,
    expireFirst: (number: number, now: Date) => expireFirst(certifications, number, now),
  }
  for (let more = true; more; ) {
    signal.throwIfAborted()
    const caller = await findActiveCaller(store.db, maker)
    if (!caller) await bulks.cancel(maker, bulk_id, clock())
    more = caller !== undefined && (await runNextRows(needs, { via: 'session', ...caller }, bulk_id))
    progress({ outcomes: (await bulks.find(bulk_id, clock()))?.outcomes ?? [] })
  }
  return { result: {}, takeBack: () => Promise.resolve() }
}
