import type { Certification } from '#contract/reviews/certification.ts'
import { isSuperseded } from '#contract/reviews/review-phase.ts'
import { decidesOthers, runs } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import { isAssigned, type ReviewViewer } from '#queries/reviews/rule-input.ts'

/** The parameter of the address by which rows of other reviewers are included, and its one value. */
export const othersParam = { name: 'others', value: 'included' } as const

/**
 * Whether somebody can include rows of other reviewers in what keys, counts and sign-offs cover: who runs the review and
 * may decide such rows, while it is in use.
 */
export function mayIncludeOthers(viewer: ReviewViewer): boolean {
  return runs(viewer) && decidesOthers(viewer) && !isSuperseded(viewer.certification)
}

/** Whether a reader sees no rows but their own: then the head says so, and no column. */
export function isAllYours({ counts_cover }: Pick<Certification, 'counts_cover'>): boolean {
  return counts_cover !== 'all'
}

/** Whether keys, counts and sign-offs cover a row: those of the reader, and those of others where they are included. */
export type Covers = (row: Pick<Result, 'reviewers'>) => boolean

/** What is covered for a reader. Who cannot include the rows of others is not held back from them either: the rules do. */
export function coversOf(viewer: ReviewViewer, includeOthers: boolean): Covers {
  if (includeOthers || !mayIncludeOthers(viewer)) return () => true
  return (row) => isAssigned(row, viewer.user)
}

/** The message for a key pressed on a row that the reader does not review. */
export const notCovered =
  'You do not review this row: keys leave it alone. Use its buttons, or include rows of other reviewers.'
