import { sql } from 'kysely'
import type { Backend } from '../backend.ts'
import { listActionEvents } from './action-event-list.ts'
import { countActionEvents, getActionEvent, storedNames } from './action-events.ts'
import { freshness, originOf } from './imports.ts'
import type { Store } from './open.ts'

/** The backend of local mode: every call answered from this server's own PostgreSQL. */
export function storeBackend({ db }: Pick<Store, 'db'>): Backend {
  return {
    mode: 'local',
    listActionEvents: (list) => listActionEvents(db, list),
    getActionEvent: (ref) => getActionEvent(db, ref),
    countActionEvents: (filter, most) => countActionEvents(db, filter, most),
    storedNames: () => storedNames(db),
    getActionEventOrigin: (ref) => originOf(db, ref),
    getActivityFreshness: () => freshness(db),
    ping: async () => {
      await sql`SELECT 1`.execute(db)
    },
  }
}
