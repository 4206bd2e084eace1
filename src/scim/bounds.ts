import { parseInstant } from '#std/instant.ts'
import type { Filter } from './ast.ts'

/** Between which instants a filter lets a field be; null where it does not say. */
export type Bounds = { readonly from: string | null; readonly to: string | null }

const open: Bounds = { from: null, to: null }

/** The bounds that a filter sets to a field of date-times; whether they are part of it only the filter says. */
export function boundsOf(filter: Filter, name: string): Bounds {
  switch (filter.kind) {
    case 'cmp': {
      const { path, op, value } = filter
      if (path.name !== name || path.sub !== undefined || typeof value !== 'string') return open
      if (op === 'gt' || op === 'ge') return { from: value, to: null }
      return op === 'lt' || op === 'le' ? { from: null, to: value } : open
    }
    case 'and':
      return filter.filters.map((part) => boundsOf(part, name)).reduce(both)
    case 'or':
      return filter.filters.map((part) => boundsOf(part, name)).reduce(either)
    default:
      return open
  }
}

function both(a: Bounds, b: Bounds): Bounds {
  return {
    from: a.from === null || b.from === null ? (a.from ?? b.from) : later(a.from, b.from),
    to: a.to === null || b.to === null ? (a.to ?? b.to) : earlier(a.to, b.to),
  }
}

function either(a: Bounds, b: Bounds): Bounds {
  return {
    from: a.from === null || b.from === null ? null : earlier(a.from, b.from),
    to: a.to === null || b.to === null ? null : later(a.to, b.to),
  }
}

function later(a: string, b: string): string {
  return nanoseconds(a) < nanoseconds(b) ? b : a
}

function earlier(a: string, b: string): string {
  return nanoseconds(b) < nanoseconds(a) ? b : a
}

function nanoseconds(text: string): bigint {
  return parseInstant(text)?.ns ?? 0n
}
