import type { LiveRange } from './own-params.ts'

/** The moments (milliseconds since 1970) from which live ranges are counted back in this page. */
const moments = new Map<LiveRange, number>()

/**
 * The moment from which a range is counted back: that of its first use since the page was loaded. It stays, so that
 * opening a row, sorting or filtering shows the same list.
 */
export function momentOf(range: LiveRange): number {
  const kept = moments.get(range)
  if (kept !== undefined) return kept
  const now = Date.now()
  moments.set(range, now)
  return now
}

/** Has ranges counted back from now when they are next asked for: one that was picked, or all of them. */
export function countAnew(range?: LiveRange): void {
  if (range === undefined) moments.clear()
  else moments.delete(range)
}
