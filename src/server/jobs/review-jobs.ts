import { expireOverdue } from '../reviews/expire.ts'
import type { Store } from '../store/database/open.ts'
import { messageOf, type StoreLog } from '../store/embedded/start-error.ts'
import { gatherLeft } from '../store/reviews/certifications/gather-rows.ts'
import { certificationStore } from '../store/reviews/certifications/certification-store.ts'
import { removeOldPreviews } from '../store/reviews/bulk/remove-previews.ts'
import { removeAged } from '../store/reviews/changes/aged.ts'

const every = 60_000
const agedEvery = 3600_000

/**
 * Does now and every minute what nobody asks for: expires certifications that are overdue, brings in the rows of those that
 * were left searching, and every hour removes what has grown too old. Several servers on one database do no harm. `stop` waits for what is under way.
 */
export function startReviewJobs(
  store: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): { stop(): Promise<void> } {
  const certifications = certificationStore(store, clock, log)
  let running: Promise<void> | undefined
  let removedAt = Number.NEGATIVE_INFINITY
  const run = async (): Promise<void> => {
    try {
      // What expires first is what the rows of others are compared with.
      await expireOverdue(certifications, clock())
      await gatherLeft(store.database, clock, log)
      const now = clock()
      if (now.getTime() - removedAt < agedEvery) return
      await removeOldPreviews(store.db, now)
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
