import type { Result } from '#contract/result.ts'

/** So many rows are looked at for the next undecided one; beyond them the reader looks better themselves. */
const farthest = 2000

/**
 * Where to go after a decision: the next row without one below `from`, else the next row. Looks only at rows that are
 * loaded (`rowAt`), and stops at the first that is not: it may well be undecided.
 */
export function nextUndecided(
  from: number,
  total: number,
  rowAt: (position: number) => Result | undefined,
): number {
  const end = Math.min(total, from + farthest)
  for (let at = from + 1; at < end; at += 1) {
    const row = rowAt(at)
    if (!row || (row.decision === 'RESULT_DECISION_NONE' && row.signed_off_state !== 'SIGNED_OFF')) return at
  }
  return Math.min(from + 1, total - 1)
}
