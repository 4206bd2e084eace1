import { useSyncExternalStore } from 'react'
import type { LastTime } from '#contract/reviews/last-time.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** A row of the store; undefined until it is read. Renders again when this row changes. */
export function useRow(store: RowStore, id: number): Result | undefined {
  return useSyncExternalStore(
    (fn) => store.subscribe(id, fn),
    () => store.get(id),
  )
}

/** What was of a row last time; undefined until that is read. */
export function lastTimeOf(row: Result): LastTime | undefined {
  return (row as Result & { readonly last_time?: LastTime }).last_time
}

/** Who else has changed a row, and whether the reader can no longer see it. */
export function useRowMarks(store: RowStore, id: number): { changedBy: string | undefined; gone: boolean } {
  const subscribe = (fn: () => void) => store.subscribe(id, fn)
  const changedBy = useSyncExternalStore(subscribe, () => store.changedBy(id))
  const gone = useSyncExternalStore(subscribe, () => store.isGone(id))
  return { changedBy, gone }
}
