import { memo } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import { useRowState } from '#queries/reviews/decisions.ts'
import { mayReaderAct } from '#queries/reviews/rule-input.ts'
import { useRow, useRowMarks } from '#queries/reviews/use-row.ts'
import { type ActivePosition, useActivePosition } from '#table/grid/active-position.ts'
import { GridRow, type TreePlace } from '#table/grid/grid-row.tsx'
import { PlaceholderRow } from '#table/grid/placeholder-row.tsx'
import type { Column } from '#table/grid/column.ts'
import { type Chosen, useStanding } from '../choice/row-choice.ts'
import { mayChangeRows, useReview } from '../state/review-provider.ts'
import type { RowView } from './row-view.ts'
import { givenAway } from '../parts/reassigned.ts'

type Props = {
  readonly id: number
  readonly elementId: string
  readonly index: number
  readonly rowIndex: number
  readonly top: number
  readonly height: number
  readonly activePosition: ActivePosition
  readonly open: boolean
  readonly columns: readonly Column<RowView>[]
  readonly card: boolean
  /** Where it stands among the rows of its group. */
  readonly tree?: TreePlace
}

/** One row of a review. It hears of its own changes alone, so a decision draws nothing else again. */
export const ReviewRow = memo(function ReviewRow(props: Props) {
  const { id, elementId, index, rowIndex, top, height, activePosition, card, tree } = props
  const { store, viewer, choice } = useReview()
  const active = useActivePosition(activePosition, (position) => position === index)
  const row = useRow(store, id)
  const { changedBy, gone } = useRowMarks(store, id)
  const standing = useStanding(choice, id)
  if (gone || !row) {
    return (
      <PlaceholderRow
        place={{ id: elementId, index, rowIndex, top, height, active, tree }}
        card={card}
        chosen={standing !== undefined || undefined}
      >
        {gone ? (givenAway(row, viewer.user) ?? 'This row is no longer yours to see') : 'Loading …'}
      </PlaceholderRow>
    )
  }
  return <LoadedRow {...props} active={active} row={row} changedBy={changedBy} standing={standing} />
})

type Loaded = {
  readonly active: boolean
  readonly row: Result
  readonly changedBy: string | undefined
  readonly standing: Chosen['kind'] | undefined
}

function LoadedRow({ row, changedBy, standing, ...props }: Props & Loaded) {
  const { id, elementId, ...place } = props
  const { pending, viewer, now, matches, covers, act, choose } = useReview()
  const state = useRowState(pending, id)
  const moved = !matches(row)
  const decides = mayChangeRows(viewer)
  // Of all that match, rows of others are chosen only where they are included.
  const chosen = standing === 'rows' || (standing === 'matching' && covers(row))
  const view: RowView = {
    row,
    state,
    accept: mayReaderAct('accept', row, viewer, now),
    reject: mayReaderAct('reject', row, viewer, now),
    decides,
    changedBy,
    moved,
    act,
    chosen,
    choose,
  }
  const mark = changedBy !== undefined ? 'changed' : moved ? 'moved' : undefined
  return <GridRow {...place} id={elementId} row={view} mark={mark} chosen={decides ? chosen : undefined} />
}
