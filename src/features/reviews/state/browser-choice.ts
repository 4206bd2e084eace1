import type { ColumnVisibility } from '#table/grid/column.ts'
import { storedFlags, storeFlags } from '#ui/stored-flags.ts'

/** What this browser remembers of a reader's choices on this screen. */
const keys = { columns: 'countersign.review.columns', keyboard: 'countersign.review.keyboard' } as const

/** The columns that a reader has chosen to show or hide; one that is not named is as usual. */
export function storedColumns(): ColumnVisibility {
  return storedFlags(keys.columns)
}

/** Keeps what differs from the usual columns: those of another review stay as they are. */
export function storeColumns(chosen: ColumnVisibility): void {
  storeFlags(keys.columns, chosen)
}

/** How keys behave: whether single letters do anything, and whether a decision moves on to the next row. */
export type KeyboardChoice = { readonly letters: boolean; readonly moveOn: boolean }

/** The keyboard as the reader has set it; letters work, and decisions move on, until they say otherwise. */
export function storedKeyboard(): KeyboardChoice {
  return { letters: true, moveOn: true, ...storedFlags(keys.keyboard) }
}

/** Keeps how keys behave. */
export function storeKeyboard(choice: KeyboardChoice): void {
  storeFlags(keys.keyboard, choice)
}
