import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { ActionEventList, Page } from '../../backend.ts'
import { type Compile, compilerOf } from './action-event-filter.ts'
import { shownColumns, toActionEvent } from './action-event-row.ts'
import { branchesOf } from '../database/branches.ts'
import type { ActionEventRow, Schema } from '../database/schema.ts'

type Sql = RawBuilder<unknown>
type SortKey = { readonly expression: Sql; readonly type: Sql }

const number = (name: string): SortKey => ({ expression: sql.ref(name), type: sql`bigint` })
const text = (expression: Sql): SortKey => ({ expression, type: sql`text COLLATE "C"` })
const started = number('started_ns')
const id = number('id')

/** The keys of each order. All of one order go the same way, so one row-value comparison pages through it. */
const sortKeys: Readonly<Record<ActionEventOrderField, readonly SortKey[]>> = {
  started_at: [started, id],
  completed_at: [number('completed_ns'), started, id],
  state: [text(sql`state`), started, id],
  action_type: [text(sql`action_type`), started, id],
  policy_id: [text(sql`policy_id`), started, id],
  identity_name: [text(sql`left(identity_name_lc, 600)`), started, id],
}

type ListedRow = ActionEventRow & { position: string[] }

/** A page of action events in the given order, by keyset: rows that stay are each seen once, whatever is inserted. */
export async function listActionEvents(
  db: Kysely<Schema>,
  list: ActionEventList,
): Promise<Page<ActionEvent>> {
  const { filter, limit } = list
  const compile = filter ? await compilerOf(db, filter) : undefined
  const { rows } = await orderedQuery(list, conditionsOf(list, compile)).execute(db)
  return pageOf(rows, limit)
}

function pageOf(rows: readonly ListedRow[], limit: number): Page<ActionEvent> {
  const wanted = rows.slice(0, limit)
  return { rows: wanted.map(toActionEvent), next: rows.length > limit ? wanted.at(-1)?.position : undefined }
}

function conditionsOf(
  { filter, order }: ActionEventList,
  compile: Compile | undefined,
): readonly (Sql | undefined)[] {
  if (!filter || !compile) return [undefined]
  return order.field === 'started_at' ? branchesOf(filter, compile) : [compile(filter)]
}

/** One index scan for each condition, merged. A page is asked for one row longer, to know whether there are more. */
function orderedQuery(
  list: ActionEventList,
  conditions: readonly (Sql | undefined)[],
): RawBuilder<ListedRow> {
  const sorted = sortedBy(list)
  const branches = conditions.map(
    (condition) => sql`(SELECT * FROM action_event ${where(condition, beyond(list))} ${sorted})`,
  )
  return sql`SELECT ${listed(list)} FROM (${sql.join(branches, sql` UNION ALL `)}) AS event ${sorted}`
}

function listed({ order }: ActionEventList): Sql {
  const position = sortKeys[order.field].map((key) => sql`${key.expression}::text`)
  return sql`${shownColumns}, ARRAY[${sql.join(position)}] AS position`
}

function sortedBy({ order, limit }: ActionEventList): Sql {
  const keys = sortKeys[order.field].map((key) => sql`${key.expression} ${sql.raw(order.direction)}`)
  return sql`ORDER BY ${sql.join(keys)} LIMIT ${limit + 1}`
}

function where(...conditions: readonly (Sql | undefined)[]): Sql {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length > 0 ? sql`WHERE ${sql.join(given, sql` AND `)}` : sql``
}

function beyond({ order, after }: ActionEventList): Sql | undefined {
  if (!after) return undefined
  const keys = sortKeys[order.field]
  const left = sql.join(keys.map((key) => key.expression))
  const right = sql.join(keys.map((key, index) => sql`${after[index] ?? ''}::${key.type}`))
  return sql`(${left}) ${sql.raw(order.direction === 'desc' ? '<' : '>')} (${right})`
}
