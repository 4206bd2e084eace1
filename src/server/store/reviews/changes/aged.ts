import { type Kysely, sql } from 'kysely'
import { counted } from '#std/counted.ts'
import type { StoreLog } from '../../embedded/start-error.ts'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>
type Missed = { readonly reader: string; readonly events: number }
type Removed = { readonly gone: number; readonly missed: readonly Missed[] }

const dayMs = 24 * 3600 * 1000
/** For so long a repeated request finds its answer, in days; pages do not repeat by themselves what is older than 25. */
const keyDays = 30
/** So old events go once all readers have passed them, and so old whether or not they have, in days. */
const eventDays = { passed: 90, any: 180 } as const
/** So many are removed by one statement, well within its time limit. */
const atOnce = 5000

/**
 * Removes idempotency keys that are older than 30 days, and events that are older than 90 days and passed by every
 * reader, or older than 180 days. What a reader had not passed is added to its `missed`, and warned of. Several servers
 * may do it at once.
 */
export async function removeAged(db: Db, now: Date, log: Pick<StoreLog, 'warn'>): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs).toISOString()
  while ((await removeKeys(db, before(keyDays))) > 0);
  const missed = new Map<string, number>()
  try {
    for (;;) {
      const removed = await removeEvents(db, before(eventDays.passed), before(eventDays.any))
      for (const { reader, events } of removed.missed) missed.set(reader, (missed.get(reader) ?? 0) + events)
      if (removed.gone === 0) break
    }
  } finally {
    for (const [reader, events] of missed) log.warn(missedText(reader, events))
  }
}

function missedText(reader: string, events: number): string {
  const what = `${counted(events, 'event')} older than ${eventDays.any} days`
  return `${what} went before the reader ${JSON.stringify(reader)} had passed them; event_reader.missed counts them.`
}

/** How many events went before each registered reader had passed them, of those that it has not taken note of yet. */
export async function missedEvents(db: Db): Promise<readonly Missed[]> {
  const { rows } = await sql<Missed>`
    SELECT name AS reader, missed::float8 AS events FROM event_reader ORDER BY name`.execute(db)
  return rows
}

async function removeKeys(db: Db, before: string): Promise<number> {
  const { rows } = await sql`DELETE FROM operation_key WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM operation_key WHERE at < ${before}::timestamptz LIMIT ${atOnce}))
    RETURNING 1`.execute(db)
  return rows.length
}

/** What can go has the lowest ids, so the rest need not be looked at. */
async function removeEvents(db: Db, ifPassed: string, anyhow: string): Promise<Removed> {
  const { rows } = await sql<Removed>`
    WITH oldest AS (SELECT id, at FROM outbox_event ORDER BY id LIMIT ${atOnce}),
    gone AS (DELETE FROM outbox_event AS event USING oldest WHERE event.id = oldest.id
      AND (oldest.at < ${anyhow}::timestamptz OR (oldest.at < ${ifPassed}::timestamptz
        AND oldest.id <= ALL (SELECT passed FROM event_reader)))
      RETURNING event.id),
    told AS (UPDATE event_reader
      SET missed = missed + (SELECT count(*) FROM gone WHERE gone.id > event_reader.passed)
      WHERE passed < (SELECT max(id) FROM gone)
      RETURNING name AS reader, (SELECT count(*) FROM gone WHERE gone.id > event_reader.passed) AS events)
    SELECT (SELECT count(*)::integer FROM gone) AS gone,
      (SELECT coalesce(jsonb_agg(told ORDER BY reader), '[]') FROM told) AS missed`.execute(db)
  return rows[0] ?? { gone: 0, missed: [] }
}
