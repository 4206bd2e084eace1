import { rowChanges } from './reviews/change-row.ts'
import type { Reviews } from './reviews/reviews.ts'
import type { Store } from './store/database/open.ts'
import type { StoreLog } from './store/embedded/log.ts'
import { expireFirst } from './store/reviews/certifications/expiry.ts'
import { reviewLifecycle } from './store/reviews/certifications/lifecycle.ts'
import { rowStore } from './store/reviews/changes/row-store.ts'
import { reviewReads } from './store/reviews/reads.ts'
import { reviewSettingsStore } from './store/reviews/settings/settings.ts'

/** Reviews of local mode: what reads is asked of this server's PostgreSQL, what changes goes through the use cases. */
export function localReviews(store: Store, clock: () => Date, log: StoreLog): Reviews {
  const { db } = store
  return {
    ...reviewReads(store, clock, log),
    ...rowChanges({
      rows: rowStore(store, clock),
      expireFirst: (number, now) => expireFirst(db, number, now),
      clock,
    }),
    ...reviewLifecycle(store, clock, log),
    ...reviewSettingsStore(db),
  }
}
