import type { ReviewRows } from '#queries/review-rows.ts'
import type { RowDrawerProps } from './drawer.tsx'

/** What the list tells the row that is open over it. */
export type RowAround = Pick<
  RowDrawerProps,
  'certification_id' | 'desk' | 'reader' | 'now' | 'letters' | 'said' | 'act'
> & {
  readonly rows: ReviewRows
  /** Opens another row in the place of the one that is open. */
  readonly replace: (result_id: number) => void
  readonly close: () => void
}
