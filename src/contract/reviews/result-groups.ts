import * as z from 'zod/mini'
import { safeText } from '../text.ts'
import { Positions, PositionsQuery } from './result-queries.ts'

/** Query parameters of a grouped list. */
export const GroupsQuery = z.strictObject({
  ...PositionsQuery.shape,
  group_by: safeText(
    300,
    'What rows are grouped by: source, destination, waypoint, decision, or source., destination. or waypoint. and an attribute.',
  ),
})
export type GroupsQuery = z.output<typeof GroupsQuery>

/**
 * A group of a list: rows that stand one after the other in it. `key` tells it from the others; `name` is '' where the
 * rows have no such value, an attribute's list is one name as JSON. Entities have a `type` and an `id` too. `rows` counts
 * all, and `none` to `signed_off` those of them with that decision or a sign-off.
 */
export const ResultGroup = z.looseObject({
  key: z.string(),
  name: z.string(),
  type: z._default(z.string(), ''),
  id: z._default(z.string(), ''),
  rows: z.number(),
  none: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  fixed: z.number(),
  signed_off: z.number(),
})
export type ResultGroup = z.output<typeof ResultGroup>

/**
 * The positions of a grouped list: its groups by their names (numbers first, decisions in their own order, the group
 * without a value last), the rows in each in the order of the list.
 */
export const GroupedPositions = z.looseObject({ ...Positions.shape, groups: z.array(ResultGroup) })
export type GroupedPositions = z.output<typeof GroupedPositions>
