import type { KeyboardChoice } from './browser-choice.ts'
import { mayChangeRows, type ReviewKit } from './kit.ts'
import { type ActiveRow, useActive } from './use-active.ts'
import { type Notice, useNotice } from './use-notice.ts'
import { type Opening, useOpening } from './use-opening.ts'
import { type TableKeys, useReviewCommands } from './use-review-commands.ts'
import type { ReviewState } from './use-review-state.ts'
import { type RowActions, useRowActions } from './use-row-actions.ts'

type Options = {
  readonly openRow: number | undefined
  readonly onOpen: (result_id: number) => void
  readonly keyboard: KeyboardChoice
  readonly onHelp: () => void
}

type RowWork = RowActions & {
  readonly place: ActiveRow
  readonly notice: Notice | undefined
  readonly opening: Opening
  /** Opens the row at a position. */
  readonly open: (position: number) => void
  readonly keys: TableKeys
}

/** What buttons and keys do with the rows of a review: mark them, act on them, open them, and say so. */
export function useRowWork(review: ReviewState & Pick<ReviewKit, 'reader'>, options: Options): RowWork {
  const { rows, reader } = review
  const { openRow, onOpen, keyboard, onHelp } = options
  const place = useActive(rows, openRow)
  const notices = useNotice(rows, place.active, mayChangeRows(reader))
  const { notice, say, offerUndecided } = notices
  const actions = useRowActions(review, { ...place, say, offerUndecided, moveOn: keyboard.moveOn })
  const opening = useOpening(openRow, onOpen)
  const open = (position: number) => {
    const id = rows.idAt(position)
    if (id !== undefined) opening.open(id)
  }
  const keys = useReviewCommands({
    rows,
    place,
    notices,
    act: actions.act,
    undo: actions.undo,
    onOpen: open,
    onHelp,
    enabled: keyboard.letters,
  })
  return { ...actions, place, notice, opening, open, keys }
}
