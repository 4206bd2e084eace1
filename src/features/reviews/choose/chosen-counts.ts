import { useMemo } from 'react'
import { runs } from '#contract/reviews/review-rules.ts'
import type { Reading } from '#queries/reading.ts'
import { useOwnRows } from '#queries/reviews/bulk/own-rows.ts'
import type { RowOrder } from '#queries/reviews/positions.ts'
import { numberText } from '#ui/number-text.ts'
import type { Chosen } from '../choice/row-choice.ts'
import { mayIncludeOthers } from '../filters/others.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** The numbers of a choice and of what could be chosen. */
export type ChosenCounts = {
  /** Rows that match what the list asks for. */
  readonly matching: number
  /** Those of them that a choice of all takes: where rows of others are not included, the reader's own; undefined until known. */
  readonly takes: number | undefined
  /** Rows that are chosen; undefined until known. */
  readonly chosen: number | undefined
  /** Rows that were chosen one by one, and are no longer listed. */
  readonly unlisted: readonly number[]
  /** The reading of the reader's own rows, where these are counted. */
  readonly own: Reading<RowOrder>
}

/** Counts what is chosen. The reader's own rows are asked for once something is, where rows of others are left alone. */
export function useChosenCounts(chosen: Chosen | undefined): ChosenCounts {
  const { certification_id, viewer, includesOthers } = useReview()
  const { rows, query } = useReviewList()
  const { order, asOf, stale, total } = rows
  const isOwnAlone = !includesOthers && runs(viewer) && mayIncludeOthers(viewer)
  const list = chosen && isOwnAlone && !stale ? query.list : undefined
  const own = useOwnRows({ certification_id, list, user: viewer.user, asOf })
  const taken = isOwnAlone ? own.value : order
  const ids = chosen?.kind === 'rows' ? chosen.ids : undefined
  // The set is the same while rows of the list are chosen, which are listed: fifty thousand ids are not looked up per key.
  const unlisted = useMemo(() => (ids && order ? unlistedOf(ids, order) : []), [ids, order])
  return { matching: total, takes: taken?.total, chosen: chosen && countOf(chosen, taken), unlisted, own }
}

function unlistedOf(ids: ReadonlySet<number>, order: RowOrder): readonly number[] {
  return [...ids].filter((id) => order.positionOf(id) === undefined)
}

function countOf(chosen: Chosen, taken: RowOrder | undefined): number | undefined {
  if (chosen.kind === 'rows') return chosen.count
  return (
    taken &&
    [...chosen.except].reduce((left, id) => left - (taken.positionOf(id) === undefined ? 0 : 1), taken.total)
  )
}

/** What is chosen, in words with its numbers. */
export function chosenText(
  chosen: Chosen,
  { matching, takes, chosen: count, unlisted, own }: ChosenCounts,
): string {
  if (chosen.kind === 'rows') {
    const gone = unlisted.length === 0 ? '' : `, ${numberText(unlisted.length)} of them no longer listed`
    return `${numberText(chosen.count)} chosen${gone}`
  }
  if (takes === undefined || count === undefined)
    return own.failure ? 'All of yours that match: not counted' : 'All of yours that match: counting …'
  const all = count === takes ? `all ${numberText(takes)}` : numberText(count)
  if (takes === matching)
    return count === takes
      ? `All ${numberText(takes)} that match chosen`
      : `${all} of ${numberText(takes)} that match chosen`
  return `${numberText(matching)} that match, ${numberText(takes)} of them yours: ${all} chosen`
}
