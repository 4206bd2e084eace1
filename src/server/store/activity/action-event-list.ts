import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ActionEventList, Page } from '../../backend.ts'
import { compilerOf } from './action-event-filter.ts'
import { type ListStage, listStages, positionOf } from './action-event-order.ts'
import { shownColumns, toActionEvent } from './action-event-row.ts'
import { allOf, besidesFilter } from './selection-sql.ts'
import { branchesOf } from '../database/branches.ts'
import type { ActionEventRow, Schema } from '../database/schema.ts'

type Sql = RawBuilder<unknown>
type ListedRow = ActionEventRow & { position: string[] }

/** A page of action events in the given order, by keyset: rows that stay are each seen once, whatever is inserted. */
export async function listActionEvents(
  db: Kysely<Schema>,
  list: ActionEventList,
): Promise<Page<ActionEvent>> {
  const { order, after, limit } = list
  const conditions = await conditionsOf(db, list)
  // A page is asked for one row longer, to know whether there are more.
  const listed: ListedRow[] = []
  for (const stage of listStages(order, after)) {
    const missing = limit + 1 - listed.length
    if (missing <= 0) break
    const { rows } = await stageQuery(list, stage, conditions, missing).execute(db)
    listed.push(...rows)
  }
  return pageOf(listed, limit)
}

function pageOf(rows: readonly ListedRow[], limit: number): Page<ActionEvent> {
  const wanted = rows.slice(0, limit)
  return { rows: wanted.map(toActionEvent), next: rows.length > limit ? wanted.at(-1)?.position : undefined }
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

/** One index scan for each condition and each part of the order, merged. */
export function stageQuery(
  { order }: Pick<ActionEventList, 'order'>,
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
  return sql`SELECT ${shownColumns}, ${positionOf(order)} AS position
    FROM (${sql.join(branches, sql` UNION ALL `)}) AS event ORDER BY ${sorted} LIMIT ${limit}`
}
