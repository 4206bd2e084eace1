import { useSyncExternalStore } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** A row of a store; undefined while it is not here. The component renders again when this row changes. */
export function useRow(store: RowStore, id: number): Result | undefined {
  return useSyncExternalStore(
    (fn) => store.subscribe(id, fn),
    () => store.get(id),
  )
}

/** What the table says of a row besides its content: who else changed it, and whether it is out of the reader's sight. */
export function useRowMarks(store: RowStore, id: number): { changedBy: string | undefined; gone: boolean } {
  const subscribe = (fn: () => void) => store.subscribe(id, fn)
  const changedBy = useSyncExternalStore(subscribe, () => store.changedBy(id))
  const gone = useSyncExternalStore(subscribe, () => store.isGone(id))
  return { changedBy, gone }
}
