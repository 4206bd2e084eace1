import * as z from 'zod/mini'
import { emptyIsAbsent, optionalText, safeText } from './text.ts'

/** Rows of one page: `usual` when the request names no size, `most` as the ceiling (veza-api 0.4). */
export const pageSizes = { usual: 100, most: 100 } as const

/**
 * The schema of a list reply. `has_more` alone says whether there is a next page; a page may be empty while it is
 * true.
 */
export function page<T extends z.ZodMiniType>(item: T) {
  return z.looseObject({
    values: z.array(item),
    next_page_token: z._default(z.string(), ''),
    has_more: z._default(z.boolean(), false),
  })
}

/**
 * The schema of a single-object reply, `{value}`. The client reads a bare object too: the vendor's page does not show
 * the wrapper.
 */
export function value<T extends z.ZodMiniType>(item: T) {
  return z.looseObject({ value: item })
}

const wholeNumber = /^-?\d{1,9}$/

/** `page_size` as it stands in a URL: absent or 0 = the usual size; above the ceiling is clamped; else 400. */
const PageSize = z.pipe(
  z.string().check(
    z.regex(wholeNumber, 'must be a whole number'),
    z.refine((text) => !text.startsWith('-') || Number(text) === 0, 'must not be negative'),
    z.describe('Rows a page, at most 100.'),
  ),
  z.transform((text) => Math.min(Number(text) || pageSizes.usual, pageSizes.most)),
)

/** Query parameters that every filtered list takes (veza-api 0.4 to 0.6). Unknown or repeated ones are refused. */
export const ListQuery = z.strictObject({
  filter: emptyIsAbsent(z.string().check(z.describe('SCIM filter (RFC 7644 section 3.4.2.2).'))),
  order_by: emptyIsAbsent(safeText(80, 'A field, then `asc` or `desc`.')),
  page_size: z.optional(PageSize),
  page_token: z.optional(optionalText(16_384, '`next_page_token` of the page before.')),
})
export type ListQuery = z.input<typeof ListQuery>

/** Query parameters of a count: the filter alone. */
export const CountQuery = z.strictObject({ filter: ListQuery.shape.filter })

/** A count that stops at a ceiling. `capped`: there are more than `count`. */
export const Count = z.looseObject({ count: z.number(), capped: z.boolean() })
export type Count = z.output<typeof Count>
