import { messageOf } from '../../embedded/start-error.ts'
import type { StoreLog } from '../../embedded/log.ts'
import type { Store } from '../../database/open.ts'
import { removeAged } from '../changes/aged.ts'
import { expireOverdue } from './expiry.ts'
import { gatherLeft } from '../access/gather-rows.ts'

const every = 60_000
const agedEvery = 3600_000

/**
 * Does now and every minute what nobody asks for: brings in the rows of certifications that were left searching,
 * expires those that are overdue, and every hour removes what has grown too old. Several servers on one database do no harm. `stop` waits for what is under way.
 */
export function startReviewJobs(
  store: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  let removedAt = Number.NEGATIVE_INFINITY
  const run = async (): Promise<void> => {
    try {
      await gatherLeft(store.database, clock, log)
      await expireOverdue(store.db, clock())
      const now = clock()
      if (now.getTime() - removedAt < agedEvery) return
      await removeAged(store.db, now, log)
      removedAt = now.getTime()
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
