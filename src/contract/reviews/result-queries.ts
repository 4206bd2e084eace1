import * as z from 'zod/mini'
import { emptyIsAbsent, safeText } from '../text.ts'

/** A whole number of a query: not negative, at most nine digits. */
export const Whole = z.pipe(
  z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number that is not negative')),
  z.transform(Number),
)

/** How many results a page holds when the request does not say, and at most (veza-api 0.4). */
export const resultPageSizes = { usual: 100, most: 2000 } as const
/** So many bytes of rows a page holds at most; where they are large it is shorter, and says that there is more. */
export const maxPageBytes = 512 * 1024
/** How many rows can be asked for by their ids at once. */
export const maxRowsByIds = 200

const filters = {
  filter: emptyIsAbsent(
    z.string().check(z.describe('SCIM filter over entities and permissions, which never change.')),
  ),
  mutable_filter: emptyIsAbsent(
    z.string().check(z.describe('SCIM filter over decisions, notes and reviewers.')),
  ),
  order_by: emptyIsAbsent(safeText(300, 'One field, then `asc` or `desc`; usually `source.type asc`.')),
}

/** Query of List Results; `offset` and `size` are the older names of `page_token` and `page_size`. */
export const ResultListQuery = z.strictObject({
  ...filters,
  page_token: z.optional(Whole),
  page_size: z.optional(Whole),
  offset: z.optional(Whole),
  size: z.optional(Whole),
  paginate_direction_backwards: z.optional(
    z.pipe(
      z.enum(['true', 'false'], { error: 'must be true or false' }),
      z.transform((text) => text === 'true'),
    ),
  ),
})
export type ResultListQuery = z.output<typeof ResultListQuery>

/** Query of the positions of a list. */
export const PositionsQuery = z.strictObject(filters)
export type PositionsQuery = z.output<typeof PositionsQuery>

/**
 * The rows of a list in its order, frozen when it was asked for, as runs of consecutive ids: start, length, start,
 * length … `seq` is the last entry of the certification's log that the list knows of.
 */
export const Positions = z.looseObject({ total: z.number(), runs: z.array(z.number()), seq: z.number() })
export type Positions = z.output<typeof Positions>

/** Query of rows by their ids. */
export const RowsQuery = z.strictObject({
  ids: z.pipe(
    z.string().check(z.regex(/^\d{1,9}(,\d{1,9})*$/, 'must be result ids with commas between them')),
    z.transform((text) => text.split(',').map(Number)),
  ),
})
