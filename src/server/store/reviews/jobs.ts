import { messageOf } from '../embedded/start-error.ts'
import type { StoreLog } from '../embedded/log.ts'
import type { Store } from '../open.ts'
import { expireOverdue } from './expiry.ts'
import { gatherLeft } from './gather-rows.ts'

const every = 60_000

/**
 * Does now and every minute what nobody asks for: brings in the rows of certifications that were left searching, and
 * expires those that are overdue. Several servers on one database do no harm. `stop` waits for what is under way.
 */
export function startReviewJobs(
  store: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    try {
      await gatherLeft(store.database, clock, log)
      await expireOverdue(store.db, clock())
    } catch (error) {
      log.warn(`The jobs of reviews failed, and run again in a minute: ${messageOf(error)}`)
    } finally {
      running = undefined
    }
  }
  const start = () => {
    running ??= run()
  }
  start()
  const timer = setInterval(start, every)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
