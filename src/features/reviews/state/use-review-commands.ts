import type { RowAction } from '#contract/reviews/review-rules.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { commandsWait } from '#ui/guard-keys.ts'
import type { BulkAction } from './bulk-asking.ts'
import type { Command } from './commands.ts'
import { rowName } from '#decisions/row-name.ts'
import type { Review } from './review-provider.ts'
import type { ActiveRow } from './use-active.ts'
import { useCommands } from './use-commands.ts'
import type { ChoosingWay, ChosenRows } from './use-chosen-rows.ts'
import type { Notices } from './use-notice.ts'

type Options = {
  readonly rows: Pick<ReviewRows, 'idAt' | 'rowAt' | 'total' | 'stale'>
  readonly place: ActiveRow
  readonly notices: Pick<Notices, 'say' | 'offerUndecided'>
  readonly act: Review['act']
  readonly chosen: ChosenRows
  readonly undo: () => void
  readonly onOpen: (position: number) => void
  readonly onHelp: () => void
  /** Whether the reader may change any row. */
  readonly mayChange: boolean
  /** Whether single keys do anything: the reader can switch them off. */
  readonly enabled: boolean
}

/** What Enter on the table, and a step past its last row, do. */
export type TableKeys = {
  /** Enter on the table: what the key for opening does. */
  readonly onEnter: () => void
  /** A step down from the last row. */
  readonly onPastEnd: () => void
}

/** Wires the single keys of the list of rows; returns what the table's own keys ask for. */
export function useReviewCommands(options: Options): TableKeys {
  const { rows, place, notices, act, chosen, undo, onOpen, onHelp, mayChange, enabled } = options
  const { active, moveTo } = place

  /** Does something with the marked row; where none is, or it is out of view, only marks one and says which. */
  function onMarked(again: string, run: (position: number) => void) {
    if (rows.stale)
      return notices.say(
        'These are the rows of the list before. Nothing was done; the new ones are on their way.',
      )
    const marked = active.get()
    if (marked !== undefined && active.isInView(marked)) return run(marked)
    const position = marked ?? active.firstInView()
    moveTo(position)
    commandsWait()
    const row = rows.rowAt(position)
    notices.say(`Marked: ${row ? rowName(row) : `row ${position + 1}`}. ${again}`)
  }
  const onRow = (again: string, run: (id: number) => void) => () =>
    onMarked(mayChange ? again : 'You may look at this review, not change it.', (position) => {
      const id = rows.idAt(position)
      if (id !== undefined) run(id)
    })
  const onOne = (action: RowAction & BulkAction, again: string) => {
    const onMarkedRow = onRow(again, (id) => act(action, id))
    // While rows are chosen nobody decides another one by a letter that may be meant for them.
    return () => (chosen.choice.get() ? chosen.ask(action) : onMarkedRow())
  }
  const onChoice = (again: string, way: ChoosingWay) =>
    onRow(again, (id) => {
      if (mayChange) chosen.choose(id, way)
      else notices.say('You may look at this review, not change it.')
    })
  function step(by: 1 | -1) {
    const marked = active.get()
    if (marked === undefined) return moveTo(active.firstInView())
    if (by === 1 && marked >= rows.total - 1) return notices.offerUndecided()
    moveTo(marked + by)
  }

  const runs: Readonly<Record<Command, () => void>> = {
    'next row': () => step(1),
    'previous row': () => step(-1),
    accept: onOne('accept', 'Press a again to accept it.'),
    reject: onOne('reject', 'Press r again to reject it.'),
    note: onOne('note', 'Press n again to write a note.'),
    'sign off': onOne('sign off', 'Press s again to sign it off.'),
    clear: () => chosen.ask('clear'),
    choose: onChoice('Press x again to choose it.', 'this row'),
    'choose up to here': onChoice('Press Shift+x again to choose rows up to it.', 'up to here'),
    undo,
    open: () => onMarked('Press o again to open it.', onOpen),
    filters: focusFilters,
    help: onHelp,
  }
  // The drawer of a row answers its other keys itself.
  useCommands(enabled ? { table: runs, page: runs, dialog: runs, row: { help: onHelp } } : {})
  return {
    onEnter: () => onMarked('Press Enter again to open it.', onOpen),
    onPastEnd: notices.offerUndecided,
  }
}

function focusFilters() {
  document.querySelector<HTMLElement>('fieldset[aria-label$="filters"] button')?.focus()
}
