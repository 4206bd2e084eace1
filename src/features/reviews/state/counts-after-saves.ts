/** Milliseconds after the last change that was saved at which the counts are read again. */
const quietMs = 700
/** While one change is saved after another, they are read again as often as this. */
const maxWaitMs = 2_000

/** When the counts of a review are read again. */
export type CountsAfterSaves = {
  /** A change was saved. */
  readonly saved: () => void
  readonly stop: () => void
}

/** Reads counts again once changes are saved: after the last one, and in between where they do not end. */
export function countsAfterSaves(reread: () => void): CountsAfterSaves {
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: number | undefined
  return {
    saved() {
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
