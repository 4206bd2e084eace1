import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { EventSelection } from '../../event-selection.ts'
import { holdsFolded } from '../database/filter-sql.ts'
import type { Schema } from '../database/schema.ts'
import { compilerOf, conditionOf } from './action-event-filter.ts'

type Sql = RawBuilder<unknown>

/** The first message in lower case, as the index on failed events has it (migration 0024). */
const foldedMessage = sql`lower(messages[1]) COLLATE "C"`

/** What is to hold of an event besides the filter: its cause, a text in its first message. */
export function besidesFilter({ cause, message }: Omit<EventSelection, 'filter'>): readonly Sql[] {
  return [
    ...(cause === undefined ? [] : [sql`cause_id = ${cause}::text`]),
    ...(message === undefined ? [] : [holdsFolded(foldedMessage, message)]),
  ]
}

/** The condition of the events that are meant; it asks the database first for what the plan depends on. */
export async function plannedCondition(db: Kysely<Schema>, selection: EventSelection): Promise<Sql> {
  const { filter } = selection
  return allOf([filter && (await compilerOf(db, filter))(filter), ...besidesFilter(selection)])
}

/** The same as it stands, without anything asked before. */
export function selectionCondition(selection: EventSelection): Sql {
  const { filter } = selection
  return allOf([filter && conditionOf(filter), ...besidesFilter(selection)])
}

/** The conjunction of some conditions, of which those that are undefined say nothing. */
export function allOf(conditions: readonly (Sql | undefined)[]): Sql {
  const all = conditions.filter((condition) => condition !== undefined)
  return all.length > 0 ? sql`(${sql.join(all, sql` AND `)})` : sql`true`
}
