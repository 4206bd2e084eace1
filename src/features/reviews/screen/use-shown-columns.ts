import { useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import type { RowOrder } from '#queries/reviews/positions.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { useRow } from '#queries/reviews/use-row.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import { reviewColumns, usualColumns } from '../table/columns.ts'
import { isAllYours } from '../filters/others.ts'
import { roomBeside } from '../state/pane.ts'
import { mayChangeRows } from '../state/review-provider.ts'
import type { RowView } from '../table/row-view.ts'
import { storedColumns, storeColumns } from '../state/browser-choice.ts'

/** The columns there are, which of them show, and which would if the reader had chosen none. */
export type ShownColumns = {
  readonly columns: readonly Column<RowView>[]
  readonly visibility: ColumnVisibility
  readonly usual: ColumnVisibility
  readonly choose: (visibility: ColumnVisibility) => void
}

type Options = {
  readonly rows: Pick<ReviewRows, 'order' | 'store'>
  readonly context: ReviewContext | undefined
  readonly viewer: ReviewViewer
  readonly certification: Pick<Certification, 'counts_cover'>
  readonly zone: string
  /** The id of the row that is open. */
  readonly openRow: number | undefined
}

/** What the row that is open beside the list says, and the list has no room for then. */
const inOpenRow = ['waypoint', 'reviewers', 'signed_off', 'webhook', 'updated']

/** Which columns the table of a review has; the reader's choice is kept for this browser. */
export function useShownColumns({
  rows,
  context,
  viewer,
  certification,
  zone,
  openRow,
}: Options): ShownColumns {
  const cards = useMediaQuery(narrow)
  const [chosen, setChosen] = useState(storedColumns)
  const attributes = context?.attributes
  const lastTime = context?.last_time === 'COMPARED'
  const columns = reviewColumns({ zone, attributes, decides: mayChangeRows(viewer), cards, lastTime })
  const notified = useNotifiedAtFirst(rows)
  const isBeside = useMediaQuery(roomBeside) && openRow !== undefined
  const folded = [...(isAllYours(certification) ? ['reviewers'] : []), ...(isBeside ? inOpenRow : [])]
  const usual = usualColumns({ attributes, notified, folded })
  return {
    columns,
    usual,
    visibility: { ...usual, ...chosen },
    choose: (next) => {
      storeColumns(next)
      setChosen(next)
    },
  }
}

/**
 * Whether an integration had been told of any row when the list came. What comes later waits for the next list: a
 * column that appeared while one reads would move all others.
 */
function useNotifiedAtFirst({ order, store }: Options['rows']): boolean {
  const [known, setKnown] = useState<{ readonly order: RowOrder; readonly notified: boolean }>()
  const first = order?.idAt(0)
  const isHere = useRow(store, first ?? -1) !== undefined
  if (order && isHere && known?.order !== order) setKnown({ order, notified: store.anyNotified() })
  return known?.notified ?? false
}
