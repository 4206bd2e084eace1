import { useEffect, useMemo } from 'react'

/** Milliseconds after the last change at which the counts are read again. */
const quietMs = 700
/** While one change comes after another, they are read again as often as this. */
const maxWaitMs = 2_000

/** When the counts of a review are read again. */
export type CountsAfterChanges = {
  /** A change was saved, the reader's own or that of somebody else. */
  readonly changed: () => void
  readonly stop: () => void
}

/** Reads counts again once rows have changed: after the last change, and in between where they do not end. */
export function countsAfterChanges(reread: () => void): CountsAfterChanges {
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: number | undefined
  return {
    changed() {
      latest ??= Date.now() + maxWaitMs
      clearTimeout(timer)
      timer = setTimeout(
        () => {
          latest = undefined
          reread()
        },
        Math.max(0, Math.min(quietMs, latest - Date.now())),
      )
    },
    stop: () => clearTimeout(timer),
  }
}

/** The same for as long as a component is there; returns what to call after each change. */
export function useCountsAfterChanges(reread: () => void): () => void {
  const counts = useMemo(() => countsAfterChanges(reread), [reread])
  useEffect(() => counts.stop, [counts])
  return counts.changed
}
