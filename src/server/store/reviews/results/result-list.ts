import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Order } from '#contract/order.ts'
import { notThere } from '../../../refused.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Positions } from '#contract/reviews/result-queries.ts'
import type { ResultQuery, Stretch } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { type VisibleCertification, findCertification } from '../conditions/find-certification.ts'
import { attributeOf, resultCondition } from './result-filter.ts'
import { joinLastTime, lastTimeCondition, lastTimeFacts } from '../last-time/last-time-filter.ts'
import { requireLastTime } from '../last-time/shown.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

type Sql = RawBuilder<unknown>

/**
 * The ids of a stretch of a list in its order, and whether more follow. `backwards` lists from the end: the whole
 * order is reversed, and `offset` counts from the last row.
 */
export async function listIds(
  db: Kysely<Schema>,
  actor: Actor,
  certification: VisibleCertification,
  query: ResultQuery & Stretch,
): Promise<{ readonly ids: readonly number[]; readonly more: boolean }> {
  const order = query.backwards ? reversed(query.order) : query.order
  const { rows } = await sql<{
    result_id: number
  }>`SELECT result.result_id ${matching(actor, certification, query)}
    ORDER BY ${sortedBy(order)} LIMIT ${query.limit + 1} OFFSET ${query.offset}`.execute(db)
  return {
    ids: rows.slice(0, query.limit).map((row) => row.result_id),
    more: rows.length > query.limit,
  }
}

/**
 * The whole of a list as runs of consecutive ids, and the last entry of the certification's log at that moment, which
 * counts what everybody did: 0 for those who do not see everybody's rows. Throws `Refused` with NotFound.
 */
export async function listPositions(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
  query: ResultQuery,
): Promise<Positions> {
  const certification = await findCertification(db, actor, certification_id)
  await requireLastTime(db, actor, certification.number, query)
  const { rows } = await sql<{ seq: string; ids: string | null }>`
    SELECT (SELECT log_seq FROM certification WHERE number = ${certification.number}) AS seq,
      (SELECT string_agg(listed.result_id::text, ',') FROM
        (SELECT result.result_id ${matching(actor, certification, query)} ORDER BY ${orderedBy(query)}) AS listed) AS ids
    `.execute(db)
  if (!rows[0]) throw notThere()
  const ids = rows[0].ids?.split(',').map(Number) ?? []
  return { total: ids.length, runs: runsOf(ids), seq: certification.whole ? Number(rows[0].seq) : 0 }
}

/** How many rows a list has. */
export async function countListed(
  db: Kysely<Schema>,
  actor: Actor,
  certification: VisibleCertification,
  query: ResultQuery,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::float8 AS count
    ${matching(actor, certification, query)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Start, length, start, length … of the stretches in which each id is one more than that before it. */
export function runsOf(ids: readonly number[]): number[] {
  const runs: number[] = []
  let next: number | undefined
  for (const id of ids) {
    if (id === next) runs[runs.length - 1] = id + 1 - (runs.at(-2) ?? id)
    else runs.push(id, 1)
    next = id + 1
  }
  return runs
}

/**
 * FROM and WHERE of the rows of a list: those that the actor sees and all filters find. About last time nothing is found for who
 * is not shown that; `requireLastTime` refuses the question.
 */
export function matching(
  actor: Actor,
  { number }: Pick<VisibleCertification, 'number'>,
  query: Pick<ResultQuery, 'filter' | 'mutable_filter' | 'last_time_filter'>,
): Sql {
  const filters = [query.filter, query.mutable_filter]
    .filter((filter) => filter !== undefined)
    .map((filter) => sql` AND (${resultCondition(filter)})`)
  const { last_time_filter } = query
  const since = last_time_filter && sql` AND ${lastTimeCondition(actor, last_time_filter)}`
  return sql`FROM certification JOIN result ON result.certification = certification.number
      ${last_time_filter ? joinLastTime : sql``}
    WHERE certification.number = ${number} AND ${visibleRows(actor)}${sql.join(filters, sql``)}${since ?? sql``}`
}

/** What was reported fixed comes first in a list that asks about last time and has no order of its own. */
export function orderedBy({ order, last_time_filter }: ResultQuery): Sql {
  const sorted = sortedBy(order)
  return last_time_filter && isUsual(order)
    ? sql`(${lastTimeFacts.last_decision} = 'FIXED') DESC, ${sorted}`
    : sorted
}

/** Whether `orderedBy` is the order of the ids. */
export function isOrderedById({ order, last_time_filter }: ResultQuery): boolean {
  return isUsual(order) && !last_time_filter
}

const isUsual = ({ field, direction }: Order) => keysOf(field).length === 0 && direction === 'asc'

function reversed({ field, direction }: Order): Order {
  return { field, direction: direction === 'asc' ? 'desc' : 'asc' }
}

/** All keys go the same way, so that `desc` is `asc` from its end: what is missing comes last in one, first in the other. */
export function sortedBy({ field, direction }: Order): Sql {
  const way = sql.raw(direction === 'desc' ? 'DESC' : 'ASC')
  return sql.join([...keysOf(field), sql`result.result_id`].map((key) => sql`${key} ${way}`))
}

function keysOf(field: string): readonly Sql[] {
  switch (field) {
    // Rows are numbered in the order of their source's type (then its name, then the destination's).
    case 'source.type':
    case 'result_id':
      return []
    case 'decision':
    case 'signed_off_state':
      return [sql.ref(`result.${field}`)]
    // Without its Z, a time with fewer digits comes before one with more.
    case 'updated_at':
      return [sql`rtrim(result.updated_at, 'Z')`]
    default:
      return attributeKeys(field)
  }
}

/** Numbers come first, as numbers, then texts by their code points. */
function attributeKeys(field: string): readonly Sql[] {
  const [node = '', attribute = ''] = field.split('.')
  const value = attributeOf(node, attribute)
  return [
    sql`CASE jsonb_typeof(${value}) WHEN 'number' THEN ${value}::numeric END`,
    sql`(${value} #>> '{}') COLLATE "C"`,
  ]
}
