import type { Result } from '#contract/reviews/result.ts'
import type { Covers } from '../filters/others.ts'

/** So many rows are looked at for the next undecided one; beyond them the reader looks better themselves. */
const farthest = 2000

/** The row at a position, undefined while it has not been read. */
type RowAt = (position: number) => Pick<Result, 'decision' | 'signed_off_state' | 'reviewers'> | undefined

/**
 * Where to go after a decision on the row `from`: the next row that has none and is covered (see others.ts). Undefined where every row below has one;
 * the very next row where rows that have not been read, or thousands of decided ones, come before it: nobody is taken
 * far away to a row that may be decided.
 */
export function nextUndecided(from: number, total: number, rowAt: RowAt, covers: Covers): number | undefined {
  const end = Math.min(total, from + farthest)
  for (let at = from + 1; at < end; at += 1) {
    const row = rowAt(at)
    if (!row) return from + 1
    if (mayNeedDecision(row, covers)) return at
  }
  return end < total ? from + 1 : undefined
}

/** Rows that still need a decision. */
export type Undecided = {
  readonly count: number
  /** The position of the first of them. */
  readonly first: number
  /** Whether all rows in question have been read; otherwise there may be more. */
  readonly isExact: boolean
}

/** Covered rows above a position that were passed over without a decision; undefined where there are none. */
export function undecidedAbove(position: number, rowAt: RowAt, covers: Covers): Undecided | undefined {
  let count = 0
  let first: number | undefined
  let isExact = true
  for (let at = 0; at < position; at += 1) {
    const row = rowAt(at)
    if (!mayNeedDecision(row, covers)) continue
    first ??= at
    if (row) count += 1
    else isExact = false
  }
  return first === undefined ? undefined : { count, first, isExact }
}

/** `3 rows above are still to decide.`, or what can be said of them before all are read. */
export function undecidedText({ count, isExact }: Undecided): string {
  if (count === 0) return 'Rows above may still be to decide.'
  const rows = count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`
  return `${isExact ? rows : `At least ${rows}`} above ${count === 1 ? 'is' : 'are'} still to decide.`
}

function mayNeedDecision(row: ReturnType<RowAt>, covers: Covers): boolean {
  if (!row) return true
  return row.decision === 'RESULT_DECISION_NONE' && row.signed_off_state !== 'SIGNED_OFF' && covers(row)
}
