import type { Chain } from './chains.ts'
import type { RowRef } from './outbox-entry.ts'
import type { RowChange } from '../row-change.ts'

/** A row with unsent changes, for a list of them. */
export type UnsentRow = RowRef & {
  /** What the row is called. */
  readonly name: string
  readonly changes: readonly RowChange[]
  readonly keys: readonly string[]
  readonly needsYou: boolean
}

/** Lists the rows of these chains in the order in which they were first changed. */
export function unsentRows(chains: Iterable<Chain>): readonly UnsentRow[] {
  const inOrder = [...chains].toSorted((a, b) => (a.entries[0]?.n ?? 0) - (b.entries[0]?.n ?? 0))
  return inOrder.map(({ certification_id, result_id, entries, halt }) => ({
    certification_id,
    result_id,
    name: entries[0]?.name ?? '',
    changes: entries.map(({ change }) => change),
    keys: entries.map(({ key }) => key),
    needsYou: halt !== undefined,
  }))
}
