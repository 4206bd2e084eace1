import type { Backend } from './backend.ts'
import { bulkChanges } from './reviews/bulk-changes.ts'
import { rowChanges } from './reviews/change-row.ts'
import { expireFirst } from './reviews/expire.ts'
import type { Reviews } from './reviews/reviews.ts'
import { certificationRuns } from './reviews/run-certification.ts'
import { activityStore } from './store/activity/activity-store.ts'
import { createEventNews } from './store/activity/event-news.ts'
import { holdsDemo } from './store/holds-demo.ts'
import type { Store } from './store/database/open.ts'
import type { StoreLog } from './store/embedded/start-error.ts'
import { bulkStore } from './store/reviews/bulk/bulk-store.ts'
import { certificationStore } from './store/reviews/certifications/certification-store.ts'
import { rowStore } from './store/reviews/changes/row-store.ts'
import { reviewReads } from './store/reviews/reads.ts'
import { reviewSettingsStore } from './store/reviews/settings/settings.ts'

/** The backend of local mode: every call answered from this server's own PostgreSQL. */
export function localBackend(
  store: Store,
  exports: Pick<Backend, 'exports' | 'reviewExports' | 'ownExports' | 'listExportKeys'>,
  clock: () => Date,
  log: StoreLog,
): Backend {
  return {
    mode: 'local',
    reviews: localReviews(store, clock, log),
    ...exports,
    ...activityStore(store.db, log),
    watchEvents: createEventNews(store, log),
    holdsDemo: () => holdsDemo(store.prepared),
  }
}

/** Reviews of local mode: what reads is asked of this server's PostgreSQL, what changes goes through the use cases. */
export function localReviews(store: Store, clock: () => Date, log: StoreLog): Reviews {
  const certifications = certificationStore(store, clock, log)
  const due = {
    expireFirst: (number: number, now: Date) => expireFirst(certifications, number, now),
    clock,
  }
  return {
    ...reviewReads(store, clock, log),
    ...rowChanges({ rows: rowStore(store, clock), ...due }),
    bulks: bulkChanges({ bulks: bulkStore(store, clock), ...due }),
    ...certificationRuns(certifications, clock),
    ...reviewSettingsStore(store.db),
  }
}
