import type { Decision } from '#contract/reviews/review-enums.ts'
import { countIn } from './sign-rows.ts'
import type { SignOffSummary } from './sign-off.ts'

/** The decisions that can be signed off. */
export const signable = [
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
  'RESULT_DECISION_FIXED',
] as const satisfies readonly Decision[]

/** What a sign-off of many does: each row that is not signed off is in exactly one of its numbers. */
export type SignOffPlan = {
  readonly summary: SignOffSummary
  /** The rows that are to be signed off, by decision. */
  readonly toSign: Readonly<Record<(typeof signable)[number], number>>
  /** How many that are together. */
  readonly total: number
  /** Left out: they have no decision. */
  readonly undecided: number
  /** Left out: their changes wait for the reader. */
  readonly needsYou: number
  /** Left out: their changes are not saved yet. */
  readonly unsent: number
  /** The rows of which changes are still to be confirmed. */
  readonly leaveOut: ReadonlySet<number>
}

/** Rows of which changes are still to be confirmed, as of one moment. */
export type Unconfirmed = {
  /** Every row of which changes are still to be confirmed. */
  readonly rows: readonly number[]
  /** Those of them that wait for the reader. */
  readonly needsYou: readonly number[]
}

/** Divides the rows of a summary into those that are signed off and those that are left out. */
export function planOf(summary: SignOffSummary, { rows, needsYou }: Unconfirmed): SignOffPlan {
  const orders = Object.values(summary)
  const inAny = (ids: readonly number[]) => orders.reduce((count, order) => count + countIn(order, ids), 0)
  const left = (decision: Decision) => summary[decision].total - countIn(summary[decision], rows)
  const toSign = {
    RESULT_DECISION_ACCEPTED: left('RESULT_DECISION_ACCEPTED'),
    RESULT_DECISION_REJECTED: left('RESULT_DECISION_REJECTED'),
    RESULT_DECISION_FIXED: left('RESULT_DECISION_FIXED'),
  }
  const waiting = new Set(needsYou)
  return {
    summary,
    toSign,
    total: signable.reduce((count, decision) => count + toSign[decision], 0),
    undecided: left('RESULT_DECISION_NONE'),
    needsYou: inAny(rows.filter((id) => waiting.has(id))),
    unsent: inAny(rows.filter((id) => !waiting.has(id))),
    leaveOut: new Set(rows),
  }
}
