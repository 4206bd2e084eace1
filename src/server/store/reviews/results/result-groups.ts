import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import type { GroupedPositions, ResultGroup } from '#contract/reviews/result-groups.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { requireLastTime } from '../last-time/shown.ts'
import { attributeOf, nodeColumn } from './result-filter.ts'
import { matching, orderedBy, runsOf } from './result-list.ts'

type Sql = RawBuilder<unknown>

/**
 * What rows are grouped by, as SQL: what is read of each row (columns of `listed`), which of it tells groups apart, what is
 * said of a group, and what groups are sorted by.
 */
type Grouping = {
  readonly read: Sql
  readonly by: Sql
  readonly key: Sql
  readonly name: Sql
  readonly type: Sql
  readonly id: Sql
  /** What comes before the names; numbers of attributes. */
  readonly number: Sql
  readonly sort: Sql
}

type Read = Pick<
  ResultGroup,
  'key' | 'name' | 'type' | 'id' | 'none' | 'accepted' | 'rejected' | 'fixed' | 'signed_off'
> & { readonly ids: readonly number[]; readonly number: number | null }

/**
 * The groups of a list with their counts, and the ids of its rows in the order of the groups. Rows are read once, in the
 * order of the list, and dealt out to their groups here: sorting them by group again would cost more than reading them.
 * Throws `Refused` with NotFound.
 */
export async function listGroups(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
  { group_by, ...query }: ResultQuery & { readonly group_by: string },
): Promise<GroupedPositions> {
  const certification = await findCertification(db, actor, certification_id)
  await requireLastTime(db, actor, certification.number, query)
  const { read, by, key, name, type, id, number, sort } = groupingOf(group_by)
  const { rows } = await sql<{ seq: string; ids: string | null; groups: readonly Read[] | null }>`
    WITH listed AS MATERIALIZED (
      SELECT result.result_id, result.decision, result.signed_off_state, ${read}
      ${matching(actor, certification, query)} ORDER BY ${orderedBy(query)}),
    grouped AS (
      SELECT ${key} AS key, coalesce(${name}, '') AS name, coalesce(${type}, '') AS type, coalesce(${id}, '') AS id,
        ${number} AS number, ${countOf('NONE')} AS "none", ${countOf('ACCEPTED')} AS accepted, ${countOf('REJECTED')} AS rejected,
        ${countOf('FIXED')} AS fixed, count(*) FILTER (WHERE signed_off_state = 'SIGNED_OFF') AS signed_off,
        array_agg(result_id) AS ids
      FROM listed GROUP BY ${by})
    SELECT (SELECT log_seq FROM certification WHERE number = ${certification.number}) AS seq,
      (SELECT string_agg(result_id::text, ',') FROM listed) AS ids,
      (SELECT json_agg(grouped ORDER BY ${sort}) FROM grouped) AS groups`.execute(db)
  const ids = rows[0]?.ids?.split(',').map(Number) ?? []
  const groups = rows[0]?.groups ?? []
  return {
    total: ids.length,
    runs: runsOf(dealtOut(ids, groups)),
    seq: certification.whole ? Number(rows[0]?.seq) : 0,
    groups: groups.map(({ ids: own, number: _sorted, ...group }) => ({ ...group, rows: own.length })),
  }
}

function countOf(decision: string): Sql {
  return sql`count(*) FILTER (WHERE decision = ${sql.lit(`RESULT_DECISION_${decision}`)})`
}

/** The ids of a list, group after group, in each in the order of the list. */
function dealtOut(ids: readonly number[], groups: readonly Pick<Read, 'ids'>[]): number[] {
  const next = new Map<number, number>()
  const groupOf = new Map<number, number>()
  let start = 0
  for (const [at, { ids: own }] of groups.entries()) {
    next.set(at, start)
    for (const id of own) groupOf.set(id, at)
    start += own.length
  }
  const dealt = Array.from<number>({ length: ids.length })
  for (const id of ids) {
    const group = groupOf.get(id) ?? 0
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
    key: sql`CASE WHEN id IS NULL THEN '' ELSE json_build_array(type, id)::text END`,
    name: sql`coalesce(nullif(min(name COLLATE "C"), ''), id)`,
    type: sql`type`,
    id: sql`id`,
    number: noNumber,
    sort: byName,
  }
}

/** One group for each text of an attribute; numbers come first, as numbers, as where a list is ordered by it. */
function attributeGrouping(value: Sql): Grouping {
  return {
    read: sql`nullif(${value} #>> '{}', '') AS value, jsonb_typeof(${value}) AS kind`,
    by: sql`value`,
    key: sql`coalesce(value, '')`,
    name: sql`value`,
    type: noText,
    id: noText,
    number: sql`min(CASE kind WHEN 'number' THEN value::numeric END)`,
    sort: byName,
  }
}
