import type { Backend } from './backend.ts'
import { localReviews } from './local-reviews.ts'
import { activityStore } from './store/activity/activity-store.ts'
import { holdsDemo } from './store/holds-demo.ts'
import type { Store } from './store/database/open.ts'
import type { StoreLog } from './store/embedded/log.ts'

/** The backend of local mode: every call answered from this server's own PostgreSQL. */
export function localBackend(store: Store, clock: () => Date, log: StoreLog): Backend {
  return {
    mode: 'local',
    reviews: localReviews(store, clock, log),
    ...activityStore(store.db),
    holdsDemo: () => holdsDemo(store.prepared),
  }
}
