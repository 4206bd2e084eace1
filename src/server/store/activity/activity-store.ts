import { type Kysely, sql } from 'kysely'
import type { Backend } from '../../backend.ts'
import type { Schema } from '../database/schema.ts'
import type { StoreLog } from '../embedded/start-error.ts'
import { missedEvents } from '../reviews/changes/aged.ts'
import { listActionEvents } from './action-event-list.ts'
import { countActionEvents, getActionEvent, storedNames } from './action-events.ts'
import { countEventValues } from './summary/count-values.ts'
import { countingMs } from './summary/count-what-fits.ts'
import { summarizeEvents } from './summary/summarize-events.ts'
import { failuresStore } from './causes/failures-store.ts'
import { countNewEvents } from './count-new-events.ts'
import { messageOfCause } from './causes/cause-message.ts'
import { freshness, originOf } from './imports.ts'

/** Action events of this database, and what an operator asks of it. `log` is told of what nobody waits for. */
export function activityStore(
  db: Kysely<Schema>,
  log: Pick<StoreLog, 'warn'>,
): Omit<
  Backend,
  | 'mode'
  | 'watchEvents'
  | 'reviews'
  | 'exports'
  | 'reviewExports'
  | 'ownExports'
  | 'listExportKeys'
  | 'holdsDemo'
> {
  return {
    failures: failuresStore(db),
    listActionEvents: (list) => listActionEvents(db, list),
    getActionEvent: (ref) => getActionEvent(db, ref),
    countActionEvents: (selection, most) => countActionEvents(db, selection, most),
    summarizeActionEvents: (events, signal) => summarizeEvents(db, events, { ms: countingMs, signal, log }),
    countActionEventValues: (events, values, signal) =>
      countEventValues(db, events, values, { ms: countingMs, signal, log }),
    countNewEvents: (selection, after) => countNewEvents(db, selection, after),
    messageOfCause: (cause_id) => messageOfCause(db, cause_id),
    storedNames: () => storedNames(db),
    getActionEventOrigin: (ref) => originOf(db, ref),
    getActivityFreshness: () => freshness(db),
    missedEvents: () => missedEvents(db),
    ping: async () => {
      await sql`SELECT 1`.execute(db)
    },
  }
}
