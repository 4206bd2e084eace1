import type { ResultGroup } from '#contract/reviews/result-groups.ts'

/** The order of a list at the time when it was read: which row is at which position, from 0. */
export type RowOrder = {
  readonly total: number
  /** The last entry of the certification's log that the list knows of. */
  readonly seq: number
  /** The id of the row at a position, undefined outside of the list. */
  readonly idAt: (position: number) => number | undefined
  /** Where a row stands, undefined when it is not in the list. */
  readonly positionOf: (id: number) => number | undefined
  /** The groups of a grouped list as they stood then, whose rows follow one another; undefined in any other. */
  readonly groups?: readonly ResultGroup[]
}

/**
 * Makes an order from runs of consecutive ids: start, length, start, length … Rows are looked up by binary search, so a
 * long list takes no more memory than its runs. Throws RangeError when the runs do not add up to `total`.
 */
export function orderOf({
  runs,
  seq,
  total,
}: {
  runs: readonly number[]
  seq: number
  total: number
}): RowOrder {
  const starts = new Int32Array(runs.length >> 1)
  /** The position at which each run begins. */
  const begins = new Int32Array(starts.length)
  let rows = 0
  for (let run = 0; run < starts.length; run += 1) {
    starts[run] = runs[run * 2] ?? 0
    begins[run] = rows
    rows += runs[run * 2 + 1] ?? 0
  }
  if (rows !== total) throw new RangeError('The positions of the rows do not add up to their number')
  let byStart: Int32Array | undefined

  return {
    total,
    seq,
    idAt(position) {
      if (position < 0 || position >= total) return undefined
      const run = lastAtMost(begins.length, position, (at) => begins[at])
      return (starts[run] ?? 0) + position - (begins[run] ?? 0)
    },
    positionOf(id) {
      byStart ??= Int32Array.from(starts.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0))
      const sorted = byStart
      const run = sorted[lastAtMost(sorted.length, id, (at) => starts[sorted[at] ?? 0])]
      if (run === undefined) return undefined
      const into = id - (starts[run] ?? 0)
      const length = (begins[run + 1] ?? total) - (begins[run] ?? 0)
      return into >= 0 && into < length ? (begins[run] ?? 0) + into : undefined
    },
  }
}

/** Ids as the API takes them: rising, each once, in the runs that `orderOf` reads. */
export function runsOf(ids: Iterable<number>): number[] {
  const runs: number[] = []
  for (const id of Int32Array.from(new Set(ids)).sort()) {
    const start = runs.at(-2)
    const length = runs.at(-1)
    if (start !== undefined && length !== undefined && start + length === id)
      runs[runs.length - 1] = length + 1
    else runs.push(id, 1)
  }
  return runs
}

/** The last of `count` rising values that is at most `wanted`; -1 when the first one is greater. */
function lastAtMost(count: number, wanted: number, valueAt: (at: number) => number | undefined): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((valueAt(middle) ?? 0) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}
