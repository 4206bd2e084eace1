import { sql } from 'kysely'
import type { Backend } from '../backend.ts'
import { listActionEvents } from './activity/action-event-list.ts'
import { countActionEvents, getActionEvent, storedNames } from './activity/action-events.ts'
import type { StoreLog } from './embedded/log.ts'
import { freshness, originOf } from './activity/imports.ts'
import type { Store } from './database/open.ts'
import { missedEvents } from './reviews/changes/aged.ts'
import { reviewChanges } from './reviews/changes/changes.ts'
import { reviewLifecycle } from './reviews/certifications/lifecycle.ts'
import { reviewReads } from './reviews/reads.ts'
import { reviewSettingsStore } from './reviews/settings/settings.ts'

/** The backend of local mode: every call answered from this server's own PostgreSQL. */
export function storeBackend(store: Store, clock: () => Date, log: StoreLog): Backend {
  const { db } = store
  return {
    mode: 'local',
    reviews: {
      ...reviewReads(store, clock, log),
      ...reviewChanges(store, clock),
      ...reviewLifecycle(store, clock, log),
      ...reviewSettingsStore(db),
    },
    listActionEvents: (list) => listActionEvents(db, list),
    getActionEvent: (ref) => getActionEvent(db, ref),
    countActionEvents: (filter, most) => countActionEvents(db, filter, most),
    storedNames: () => storedNames(db),
    getActionEventOrigin: (ref) => originOf(db, ref),
    getActivityFreshness: () => freshness(db),
    missedEvents: () => missedEvents(db),
    ping: async () => {
      await sql`SELECT 1`.execute(db)
    },
  }
}
