import * as z from 'zod/mini'
import { ListQuery } from '../envelopes.ts'
import { emptyIsAbsent, safeText } from '../text.ts'

/** The longest text that messages are searched for, in code points. */
export const maxMessageSearch = 256

/**
 * Which events: those that the documented `filter` matches, and of these what it cannot say. `message` is searched for within failed
 * events, or within a stated range of `started_at`; without either it is refused.
 */
export const EventQuery = z.strictObject({
  filter: ListQuery.shape.filter,
  cause: emptyIsAbsent(safeText(64, 'Failed events of this cause.')),
  message: emptyIsAbsent(safeText(maxMessageSearch, 'The first message holds this text, in any case.')),
})
export type EventQuery = z.output<typeof EventQuery>

/** The same of a list, in pages. */
export const EventListQuery = z.strictObject({ ...ListQuery.shape, ...EventQuery.shape })

/** The same of an export. */
export const EventExportBody = z.strictObject({ ...EventQuery.shape, order_by: ListQuery.shape.order_by })
