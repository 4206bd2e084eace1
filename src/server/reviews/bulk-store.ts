import type { UserKey } from '#contract/people.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { RowState } from '../rules/change-plan.ts'
import type { ResultQuery } from './reviews.ts'

/** The rows that a bulk change is of, with its filters checked and in canonical form. */
export type RowChoice = Pick<ResultQuery, 'filter' | 'mutable_filter'> & {
  /** Only these, by their ids; undefined for all that the filters find. */
  readonly ids: readonly number[] | undefined
  readonly except: ReadonlySet<number>
}

/** A row of a choice, with what the rules ask about it. */
export type ChosenRow = {
  readonly result_id: number
  readonly version: number
  readonly source: Identity
  readonly row: RowState
  /** Whether it is assigned to the person who acts. */
  readonly assigned: boolean
  /** Whose the last decision is. */
  readonly decidedBy: UserKey | undefined
}
