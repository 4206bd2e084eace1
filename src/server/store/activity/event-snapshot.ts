import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import type { EventSelection } from '../../event-selection.ts'
import type { WantedExport } from '../../exports.ts'
import { literalSql } from '../database/literal-sql.ts'
import type { Store } from '../database/open.ts'
import type { ActionEventRow } from '../database/schema.ts'
import { inSnapshot } from '../database/snapshot.ts'
import { type ListStage, listStages } from './action-event-order.ts'
import { selectionCondition } from './selection-sql.ts'

type Sql = RawBuilder<unknown>

/** How many rows a file will hold. */
export type Counted = { readonly rows: number }

/** The key of an event. */
type EventKey = Pick<ActionEventRow, 'policy_task' | 'action_name'>

/** What was there: the instant of the snapshot (RFC 3339 in UTC), and the first and last event in the order of the file. */
export type Snapped = Counted & {
  readonly at: string
  readonly first: EventKey | null
  readonly last: EventKey | null
}

/** The events of an export at one instant: `select` reads some columns of them, in statements that follow each other. */
export type EventSnapshot = { readonly client: pg.Client; readonly select: (columns: Sql) => readonly Sql[] }

export type SnapshotOptions = {
  /** Aborting stops the statement that runs. */
  readonly signal: AbortSignal
  /** Called with what the file will hold, before the first row is written; a rejection stops the export. */
  readonly onCounted: (counted: Counted) => Promise<void>
}

/**
 * Counts the events of an export and has them written, in one snapshot of the log. `write` returns how many rows it wrote;
 * throws where these are not what was counted.
 */
export async function inEventSnapshot(
  store: Pick<Store, 'database' | 'db'>,
  { order, ...selection }: EventSelection & Pick<WantedExport, 'order'>,
  { signal, onCounted }: SnapshotOptions,
  write: (snapshot: EventSnapshot) => Promise<number>,
): Promise<Snapped> {
  return await inSnapshot(store, signal, async (client, at) => {
    const condition = selectionCondition(selection)
    const { rows: answer } = await client.query<Counted>(
      literalSql(sql`SELECT count(*)::float8 AS rows FROM action_event WHERE ${condition}`),
    )
    const counted = answer[0] ?? { rows: 0 }
    await onCounted(counted)
    const stages = listStages(order, undefined)
    const select = (columns: Sql) => stages.map((stage) => selectOf(columns, condition, stage, stage.sorted))
    const written = await write({ client, select })
    if (written !== counted.rows)
      throw new Error(
        `${written} rows were written of ${counted.rows} that were counted in the same snapshot`,
      )
    const backwards = stages.toReversed().map((stage) => selectOf(keys, condition, stage, stage.backwards))
    return {
      ...counted,
      at,
      first: await firstOf(client, select(keys)),
      last: await firstOf(client, backwards),
    }
  })
}

const keys = sql`policy_task, action_name`

async function firstOf(client: pg.Client, selects: readonly Sql[]): Promise<EventKey | null> {
  for (const selected of selects) {
    const { rows } = await client.query<EventKey>(literalSql(sql`${selected} LIMIT 1`))
    if (rows[0]) return rows[0]
  }
  return null
}

/** The rows of one stage of the list's order (`action-event-order.ts`), which has no limit here. */
function selectOf(columns: Sql, condition: Sql, { scans }: ListStage, sorted: Sql): Sql {
  const parts = scans.map(({ conditions }) => sql`(${sql.join([sql`true`, ...conditions], sql` AND `)})`)
  return sql`SELECT ${columns} FROM action_event
    WHERE (${condition}) AND (${sql.join(parts, sql` OR `)}) ORDER BY ${sorted}`
}
