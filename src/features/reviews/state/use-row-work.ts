import type { RowAction } from '#contract/reviews/review-rules.ts'
import type { KeyboardChoice } from './browser-choice.ts'
import { mayChangeRows } from './review-provider.ts'
import { type Covers, notCovered } from '../filters/others.ts'
import type { ListQuery } from '../filters/list-query.ts'
import type { BulkAsking } from './bulk-asking.ts'
import { type ActiveRow, useActive } from './use-active.ts'
import { type ChosenRows, useChosenRows } from './use-chosen-rows.ts'
import { type Notice, useNotice } from './use-notice.ts'
import { focusPane } from './pane.ts'
import { type Opening, useOpening } from './use-opening.ts'
import { type TableKeys, useReviewCommands } from './use-review-commands.ts'
import type { KnownReview } from './use-review-state.ts'
import { type RowActions, useRowActions } from './use-row-actions.ts'

type Options = {
  readonly openRow: number | undefined
  readonly onOpen: (result_id: number) => void
  /** Opens a row in the place of the one that is open. */
  readonly onReplace: (result_id: number) => void
  /** Whether a row is the one that is open, and no other is on its way. */
  readonly isShown: (result_id: number) => boolean
  readonly keyboard: KeyboardChoice
  readonly onHelp: () => void
  readonly query: ListQuery
  readonly covers: Covers
  readonly includesOthers: boolean
  readonly askBulk: (asking: BulkAsking) => void
}

/** What the reader does with rows, and what has come of it. */
export type RowWork = RowActions & {
  readonly place: ActiveRow
  readonly notice: Notice | undefined
  /** Says something below the table. */
  readonly say: (text: string) => void
  /** What the notice says, '' where there is none. */
  readonly noticeText: string
  readonly opening: Opening
  /** Opens the row at a position. */
  readonly open: (position: number) => void
  readonly keys: TableKeys
  readonly chosen: ChosenRows
  /** The same as `act`, for single keys: they leave rows alone that are not covered, and say so. */
  readonly actByKey: (action: RowAction, id: number) => void
  /** Does something to the row that is open, unless another one is on its way there: what is drawn may be behind. */
  readonly inRow: (id: number, run: () => void) => void
}

/** What buttons and keys do with the rows of a review: mark them, act on them, open them, and say so. */
export function useRowWork(review: KnownReview, options: Options): RowWork {
  const { rows, viewer } = review
  const { openRow, onOpen, onReplace, isShown, keyboard, onHelp, covers } = options
  const place = useActive(rows, openRow)
  const notices = useNotice(rows, place.active, mayChangeRows(viewer), covers)
  const { notice, say, offerUndecided } = notices
  const actions = useRowActions(review, { ...place, say, offerUndecided, moveOn: keyboard.moveOn, covers })
  const chosen = useChosenRows(review, { ...options, place, say })
  const opening = useOpening(openRow, onOpen)
  const open = (position: number) => {
    const id = rows.idAt(position)
    if (id === undefined) return
    if (openRow === undefined) return opening.open(id)
    if (openRow === id) focusPane()
    else onReplace(id)
  }
  const actByKey = (action: RowAction, id: number) => {
    const row = rows.store.get(id)
    if (row && !covers(row)) say(notCovered)
    else actions.act(action, id)
  }
  const inRow = (id: number, run: () => void) => {
    if (isShown(id)) run()
    else say('The row that you went to is on its way. Nothing was done; press again when you see it.')
  }
  const keys = useReviewCommands({
    rows,
    place,
    notices,
    act: actByKey,
    chosen,
    undo: actions.undo,
    onOpen: open,
    onHelp,
    mayChange: mayChangeRows(viewer),
    enabled: keyboard.letters,
  })
  return {
    ...actions,
    place,
    notice,
    say,
    noticeText: notice?.text ?? '',
    opening,
    open,
    keys,
    chosen,
    actByKey,
    inRow,
  }
}
