import * as z from 'zod/mini'
import { emptyIsAbsent, safeText } from '../text.ts'

/** A whole number in a query: 0 to 999999999, as digits. */
export const Whole = z.pipe(
  z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number that is not negative')),
  z.transform(Number),
)

/** Results of one page: `usual` when the request names no size, `most` as the ceiling (veza-api 0.4). */
export const resultPageSizes = { usual: 100, most: 2000 } as const
/** The most bytes of rows that one page holds. Where rows are large a page is shorter, and its `has_more` is true. */
export const maxPageBytes = 512 * 1024
/** How many rows one call may name by their ids. */
export const maxRowsByIds = 200

/** The two filters of the contract, and the order. */
export const resultFilters = {
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
  ...resultFilters,
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

/** Query parameters of the positions of a list: its filters, of which the third is ours, and its order. */
export const PositionsQuery = z.strictObject({
  ...resultFilters,
  last_time_filter: emptyIsAbsent(
    z.string().check(z.describe('SCIM filter over what was of the access in the review before.')),
  ),
})
export type PositionsQuery = z.output<typeof PositionsQuery>

/**
 * The ids of all rows of a list, in its order at the time of the call. `runs` holds pairs of numbers, a first id and
 * how many consecutive ids follow from it; `seq` is the number of the certification's last log entry by then, after
 * which events continue.
 */
export const Positions = z.looseObject({ total: z.number(), runs: z.array(z.number()), seq: z.number() })
export type Positions = z.output<typeof Positions>

/** Query parameters of a call for rows by id: `ids=3,7,12`, at most `maxRowsByIds`. */
export const RowsQuery = z.strictObject({
  ids: z.pipe(
    z.string().check(z.regex(/^\d{1,9}(,\d{1,9})*$/, 'must be result ids with commas between them')),
    z.transform((text) => text.split(',').map(Number)),
  ),
})
