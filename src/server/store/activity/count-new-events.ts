import { type Kysely, sql } from 'kysely'
import type { NewEvents } from '#contract/activity/event-news.ts'
import type { EventSelection } from '../../event-selection.ts'
import type { Schema } from '../database/schema.ts'
import { positionNow, readPosition } from './event-position.ts'
import { plannedCondition } from './selection-sql.ts'

/** Counts, up to `most`, the matching events that were stored after `since`; `changed`: others have changed after `seen`. */
export async function countNewEvents(
  db: Kysely<Schema>,
  selection: EventSelection,
  { since, seen, most }: { readonly since: string; readonly seen: string; readonly most: number },
): Promise<NewEvents> {
  // Before the events are counted: what changes meanwhile is told of again.
  const position = await positionNow(db)
  const matching = await plannedCondition(db, selection)
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count
    FROM (SELECT FROM action_event WHERE id > ${readPosition(since).id}::bigint AND ${matching}
      LIMIT ${most + 1}) AS stored_later`.execute(db)
  const count = rows[0]?.count ?? 0
  return {
    count: Math.min(count, most),
    capped: count > most,
    changed: BigInt(readPosition(position).changes) > BigInt(readPosition(seen).changes),
    position,
  }
}
