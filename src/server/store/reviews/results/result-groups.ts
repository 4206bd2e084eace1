import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import type { GroupedPositions, ResultGroup } from '#contract/reviews/result-groups.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { requireLastTime } from '../last-time/shown.ts'
import { attributeOf, nodeColumn } from './result-filter.ts'
import { isOrderedById, matching, orderedBy, runsOf } from './result-list.ts'

type Sql = RawBuilder<unknown>

/**
 * What rows are grouped by, as SQL: what is read of each row (columns of `listed`), which of it tells groups apart, what else
 * is kept of their rows, and what is said of a group and it is sorted by.
 */
type Grouping = {
  readonly read: Sql
  readonly by: Sql
  /** Aggregates over the rows of a group, with their names. */
  readonly kept: Sql
  /** Whether parts of different `by` can have the same key. */
  readonly hasParts: boolean
  readonly key: Sql
  readonly name: Sql
  readonly type: Sql
  readonly id: Sql
  /** What comes before the names; numbers of attributes. */
  readonly number: Sql
  readonly sort: Sql
}

type Read = Pick<ResultGroup, 'key' | 'name' | 'type' | 'id'> & {
  readonly rows: string
}

/** Each row as one number: its id, and in the last four bits its decision and sign-off. They are counted here, which is cheaper. */
const rowAsNumber = sql`result_id::bigint * 16 + CASE decision WHEN 'RESULT_DECISION_NONE' THEN 0
    WHEN 'RESULT_DECISION_ACCEPTED' THEN 2 WHEN 'RESULT_DECISION_REJECTED' THEN 4 WHEN 'RESULT_DECISION_FIXED' THEN 6 ELSE 8 END
  + (signed_off_state = 'SIGNED_OFF')::integer`
const decisionOf = ['none', 'accepted', 'rejected', 'fixed'] as const

/**
 * The groups of a list with their counts, and the ids of its rows in the order of the groups. Rows are read once: in
 * another order than that of their ids they are sorted once, and dealt out to their groups here, for sorting them by group again
 * would cost more than reading them. Throws `Refused` with NotFound.
 */
export async function listGroups(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
  { group_by, ...query }: ResultQuery & { readonly group_by: string },
): Promise<GroupedPositions> {
  const certification = await findCertification(db, actor, certification_id)
  await requireLastTime(db, actor, certification.number, query)
  const { read, by, kept, hasParts, key, name, type, id, number, sort } = groupingOf(group_by)
  const isById = isOrderedById(query)
  const listed = sql`SELECT result.result_id, result.decision, result.signed_off_state, ${read}
    ${matching(actor, certification, query)}`
  const inOrder = sql`MATERIALIZED (${listed} ORDER BY ${orderedBy(query)})`
  const { rows } = await db.transaction().execute(async (transaction) => {
    // Groups that do not fit into its memory would be made by sorting.
    await sql`SET LOCAL work_mem = '64MB'`.execute(transaction)
    // Somebody waits for it: it is worth a second process.
    await sql`SET LOCAL parallel_setup_cost = 100`.execute(transaction)
    return await sql<{ seq: string; ids: string | null; groups: readonly Read[] | null }>`
    WITH listed AS ${isById ? sql`(${listed})` : inOrder},
    part AS (SELECT ${by}, ${kept}, array_to_string(array_agg(${rowAsNumber}), ',') AS rows FROM listed GROUP BY ${by}),
    grouped AS (SELECT ${key} AS key, coalesce(${name}, '') AS name, coalesce(${type}, '') AS type, coalesce(${id}, '') AS id,
      ${number} AS number, ${hasParts ? sql`string_agg(rows, ',') AS rows FROM part GROUP BY 1, 2, 3, 4` : sql`rows FROM part`})
    SELECT (SELECT log_seq FROM certification WHERE number = ${certification.number}) AS seq,
      ${isById ? sql`NULL` : sql`(SELECT string_agg(result_id::text, ',') FROM listed)`} AS ids,
      (SELECT json_agg(grouped ORDER BY ${sort}) FROM grouped) AS groups`.execute(transaction)
  })
  const groups = (rows[0]?.groups ?? []).map(groupOf)
  const list = rows[0]?.ids
  const ids = groups.map((group) => group.ids)
  const dealt = list ? dealtOut(numbersIn(list), ids) : joined(ids)
  return {
    total: dealt.length,
    runs: runsOf(dealt),
    seq: certification.whole ? Number(rows[0]?.seq) : 0,
    groups: groups.map(({ group }) => group),
  }
}

/** A group with its counts and the ids of its rows, rising. */
function groupOf({ key, name, type, id, rows }: Read): { group: ResultGroup; ids: readonly number[] } {
  const ids = numbersIn(rows)
  const counts = { none: 0, accepted: 0, rejected: 0, fixed: 0, signed_off: 0 }
  let isRising = true
  for (let at = 0, last = -1; at < ids.length; at += 1) {
    const row = ids[at] ?? 0
    const own = Math.floor(row / 16)
    const decision = decisionOf[(row % 16) >> 1]
    if (decision) counts[decision] += 1
    counts.signed_off += row % 2
    isRising &&= own > last
    last = own
    ids[at] = own
  }
  if (!isRising) ids.sort((a, b) => a - b)
  return { ids, group: { key, name, type, id, rows: ids.length, ...counts } }
}

/** Numbers with commas between: for many of them this is the fastest way to read them. */
function numbersIn(text: string): number[] {
  const numbers: number[] = JSON.parse(`[${text}]`)
  return numbers
}

/** The ids of all groups, one after the other. */
function joined(groups: readonly (readonly number[])[]): number[] {
  const all: number[] = []
  for (const ids of groups) for (const id of ids) all.push(id)
  return all
}

/** The ids of a list, group after group, in each in the order of the list. */
function dealtOut(list: readonly number[], groups: readonly (readonly number[])[]): number[] {
  const next = new Map<number, number>()
  const groupById = new Map<number, number>()
  let start = 0
  for (const [at, own] of groups.entries()) {
    next.set(at, start)
    for (const id of own) groupById.set(id, at)
    start += own.length
  }
  const dealt = Array.from<number>({ length: list.length })
  for (const id of list) {
    const group = groupById.get(id) ?? 0
    const to = next.get(group) ?? 0
    dealt[to] = id
    next.set(group, to + 1)
  }
  return dealt
}

const noText = sql`NULL::text`
const noNumber = sql`NULL::numeric`
const byName = sql`key = '', number, fold_text(name) COLLATE "C", key COLLATE "C"`

/** What the contract lets rows be grouped by (`isGrouping`), as SQL. */
function groupingOf(group_by: string): Grouping {
  switch (group_by) {
    case 'source':
    case 'destination':
    case 'waypoint':
      return entityGrouping(nodeColumn(group_by))
    case 'decision':
      return {
        read: sql`NULL`,
        by: sql`decision`,
        kept: noText,
        hasParts: false,
        key: sql`decision`,
        name: sql`decision`,
        type: noText,
        id: noText,
        number: noNumber,
        sort: sql`array_position(${[...decisions]}::text[], key), key COLLATE "C"`,
      }
    default: {
      const [node = '', attribute = ''] = group_by.split('.')
      return attributeGrouping(attributeOf(node, attribute))
    }
  }
}

/** One group for each entity; one that has no name goes by its id. */
function entityGrouping(node: Sql): Grouping {
  return {
    read: sql`${node} ->> 'type' AS type, ${node} ->> 'id' AS id, ${node} ->> 'name' AS name`,
    by: sql`type, id`,
    kept: sql`coalesce(nullif(min(name COLLATE "C"), ''), id) AS name`,
    hasParts: false,
    key: sql`CASE WHEN id IS NULL THEN '' ELSE json_build_array(type, id)::text END`,
    name: sql`name`,
    type: sql`type`,
    id: sql`id`,
    number: noNumber,
    sort: byName,
  }
}

/** One group for each text of an attribute; numbers come first, as numbers, as where a list is ordered by it. */
function attributeGrouping(value: Sql): Grouping {
  return {
    read: sql`${value} AS value`,
    by: sql`value`,
    kept: noText,
    hasParts: true,
    key: sql`coalesce(value #>> '{}', '')`,
    name: sql`value #>> '{}'`,
    type: noText,
    id: noText,
    number: sql`min(CASE jsonb_typeof(value) WHEN 'number' THEN value::numeric END)`,
    sort: byName,
  }
}
