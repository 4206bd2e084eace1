import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ActionEventList, EventPage } from '../../backend.ts'
import { compilerOf } from './action-event-filter.ts'
import { type ListStage, listStages, positionOf } from './action-event-order.ts'
import { shownColumns, toActionEvent } from './action-event-row.ts'
import { positionNow, storedPosition } from './event-position.ts'
import { allOf, besidesFilter } from './selection-sql.ts'
import { branchesOf } from '../database/branches.ts'
import type { ActionEventRow, Schema } from '../database/schema.ts'

type Sql = RawBuilder<unknown>
type ListedRow = ActionEventRow & { position: string[]; stored?: string }

/** A page of action events in the given order, by keyset: rows that stay are each seen once, whatever is inserted. */
export async function listActionEvents(db: Kysely<Schema>, list: ActionEventList): Promise<EventPage> {
  const { order, after, limit } = list
  const conditions = await conditionsOf(db, list)
  // A page is asked for one row longer, to know whether there are more.
  const listed: ListedRow[] = []
  for (const stage of listStages(order, after)) {
    const missing = limit + 1 - listed.length
    if (missing <= 0) break
    const isFirst = after === undefined && listed.length === 0
    const { rows } = await stageQuery({ order, isFirst }, stage, conditions, missing).execute(db)
    listed.push(...rows)
  }
  if (after) return pageOf(listed, limit)
  return { ...pageOf(listed, limit), stored: listed[0]?.stored ?? (await positionNow(db)) }
}

function pageOf(rows: readonly ListedRow[], limit: number): EventPage {
  const wanted = rows.slice(0, limit)
  return {
    rows: wanted.map(toActionEvent),
    next: rows.length > limit ? wanted.at(-1)?.position : undefined,
  }
}

/** Conditions that no event meets twice and that together are those of the list. */
async function conditionsOf(db: Kysely<Schema>, list: ActionEventList): Promise<readonly Sql[]> {
  const { filter, order } = list
  const besides = besidesFilter(list)
  if (!filter) return [allOf(besides)]
  const compile = await compilerOf(db, filter)
  const parts = order.field === 'started_at' ? branchesOf(filter, compile) : [compile(filter)]
  return parts.map((part) => allOf([part, ...besides]))
}

/** One index scan for each condition and each part of the order, merged. The first of a list says up to where events are stored. */
export function stageQuery(
  { order, isFirst = false }: Pick<ActionEventList, 'order'> & { readonly isFirst?: boolean },
  { scans, sorted }: ListStage,
  conditions: readonly (Sql | undefined)[],
  limit: number,
): RawBuilder<ListedRow> {
  const branches = scans.flatMap((scan) =>
    conditions.map(
      (condition) =>
        sql`(SELECT * FROM action_event WHERE ${allOf([condition, ...scan.conditions])}
          ORDER BY ${scan.sorted} LIMIT ${limit})`,
    ),
  )
  const stored = isFirst ? sql`, ${storedPosition} AS stored` : sql``
  return sql`SELECT ${shownColumns}, ${positionOf(order)} AS position${stored}
    FROM (${sql.join(branches, sql` UNION ALL `)}) AS event ORDER BY ${sorted} LIMIT ${limit}`
}
