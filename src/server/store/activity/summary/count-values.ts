import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type CountedField, countedValues, type EventValues } from '#contract/activity/event-summary.ts'
import type { CountedValues } from '../../../backend.ts'
import type { EventSelection } from '../../../event-selection.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { besidesFilter } from '../selection-sql.ts'
import { countWhatFits } from './count-what-fits.ts'
import { ownClauses } from './own-clauses.ts'
import type { CountingLimits } from './within-limits.ts'

type Sql = RawBuilder<unknown>

/**
 * How values of a field are told apart (`key`): as its filter does. Of a key, the value and, where that is another text, the label, and
 * the texts one of which is to hold what is looked for.
 */
type FieldSql = {
  readonly key: Sql
  readonly value: Sql
  readonly label?: Sql
  readonly searched: readonly Sql[]
}

const newestPolicyName = sql`(SELECT policy_name FROM action_event WHERE policy_id = key ORDER BY started_ns DESC, id DESC LIMIT 1)`

const fields: Readonly<Record<CountedField, FieldSql>> = {
  workflow_name: { key: sql`workflow_name`, value: sql`key`, searched: [sql`key`] },
  policy_id: {
    key: sql`policy_id`,
    value: sql`key`,
    label: newestPolicyName,
    searched: [sql`key`, newestPolicyName],
  },
  identity_name: foldedName('identity_name'),
  action_name: foldedName('action_name'),
}

/**
 * A name of which upper and lower case count as one is shown as its newest event has it, by the index on its beginning; `|| ''`
 * keeps the slower index on its parts out.
 */
function foldedName(name: string): FieldSql {
  const folded = sql.ref(`${name}_lc`)
  const newest = sql`(SELECT ${sql.ref(name)} FROM action_event WHERE left(${folded}, 600) = left(key, 600)
    AND (${folded} || '') = key ORDER BY started_ns DESC, id DESC LIMIT 1)`
  return { key: folded, value: newest, searched: [sql`key`] }
}

/** The values that most of the events that match have, or of the newest of them (`countWhatFits`), without the filter's clauses on the field. */
export async function countEventValues(
  db: Kysely<Schema>,
  selection: EventSelection,
  { field, holds }: CountedValues,
  limits: CountingLimits,
): Promise<EventValues> {
  const { filter } = selection
  const compile = filter && (await compilerOf(db, filter))
  const conditions = [
    ...(compile ? ownClauses(filter, [field]).others.map(compile) : []),
    ...besidesFilter(selection),
  ]
  return await countWhatFits(db, limits, filter, async (trx, { covers, condition }) => {
    const where = sql.join([...conditions, condition], sql` AND `)
    const { rows } = await valueCounts(fields[field], where, holds).execute(trx)
    const values = rows.map(({ value, label, count }) => ({ value, label: label ?? value, count }))
    return { covers, values, others: (rows[0]?.total ?? 0) - values.length }
  })
}

type ValueRow = {
  readonly value: string
  readonly label: string | null
  readonly count: number
  readonly total: number
}

function valueCounts({ key, value, label, searched }: FieldSql, where: Sql, holds: string | undefined) {
  // Under the collation of a column of ids only letters of ASCII have a lower case.
  const holding = searched.map(
    (text) => sql`strpos(lower((${text}) COLLATE "default"), lower(${holds ?? ''}::text)) > 0`,
  )
  return sql<ValueRow>`
    WITH grouped AS (SELECT ${key} AS key, count(*)::integer AS count FROM action_event WHERE ${where} GROUP BY 1),
      most AS MATERIALIZED (SELECT key, count, (count(*) OVER ())::integer AS total FROM grouped
        WHERE ${holds === undefined ? sql`true` : sql`(${sql.join(holding, sql` OR `)})`}
        ORDER BY count DESC, key LIMIT ${sql.lit(countedValues)})
    SELECT ${value} AS value, ${label ?? sql`NULL`} AS label, count, total FROM most ORDER BY count DESC, key`
}
