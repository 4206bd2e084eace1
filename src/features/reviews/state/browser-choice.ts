import type { ColumnVisibility } from '#table/grid/column.ts'

/** What this browser remembers of a reader's choices on this screen. */
const keys = { columns: 'countersign.review.columns', keyboard: 'countersign.review.keyboard' } as const

/** The columns that a reader has chosen to show or hide; one that is not named is as usual. */
export function storedColumns(): ColumnVisibility {
  return flagsOf(keys.columns)
}

/** Keeps what differs from the usual columns: those of another review stay as they are. */
export function storeColumns(chosen: ColumnVisibility): void {
  localStorage.setItem(keys.columns, JSON.stringify(chosen))
}

/** How keys behave: whether single letters do anything, and whether a decision moves on to the next row. */
export type KeyboardChoice = { readonly letters: boolean; readonly moveOn: boolean }

/** The keyboard as the reader has set it; letters work, and decisions move on, until they say otherwise. */
export function storedKeyboard(): KeyboardChoice {
  return { letters: true, moveOn: true, ...flagsOf(keys.keyboard) }
}

/** Keeps how keys behave. */
export function storeKeyboard(choice: KeyboardChoice): void {
  localStorage.setItem(keys.keyboard, JSON.stringify(choice))
}

/** The yes-or-no values stored under a key; none when somebody has tampered with it. */
function flagsOf(key: string): Readonly<Record<string, boolean>> {
  const known = Object.entries(parsed(localStorage.getItem(key))).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
  )
  return Object.fromEntries(known)
}

function parsed(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
