import type { Result } from '#contract/reviews/result.ts'
import type { RowStore } from './row-store.ts'

/** Tells of which rows changes are on their way: news of such a row waits until they are confirmed or refused. */
export type PendingRows = { readonly isOnItsWay: (id: number) => boolean }

type Versioned = { readonly result_id: number; readonly version: number }

type Options = {
  readonly store: RowStore
  readonly pending: PendingRows
  /** Whether the last change of a row was the reader's own. */
  readonly isMine: (row: Result) => boolean
  /** Reads rows by their ids, at most `most` at once; those that the reader cannot see are left out. */
  readonly read: (ids: readonly number[]) => Promise<readonly Result[]>
  readonly most: number
}

/** Takes note of rows that others have changed, and reads them again. */
export type RowNews = {
  /**
   * Takes the news that rows have new versions. Of those that are here as many as one read takes are read at once; of more
   * only those that are shown, and each other one when it is shown.
   */
  readonly onRowsChanged: (rows: readonly Versioned[]) => void
  /** Takes the news that rows are no longer the reader's to see; the server is asked for them as for changed ones. */
  readonly onRowsGone: (ids: readonly number[]) => void
  /** Reads what is here again, because news may have been missed. */
  readonly catchUp: () => void
  readonly stop: () => void
}

/** Changes that come together are read together. */
const gatherMs = 100
/** A row whose own change is on its way is looked at again after a while. */
const laterMs = 1_000
/** Reads rows that others have changed, those that change together in one request, and marks them in the store. */
export function startRowNews({ store, pending, isMine, read, most }: Options): RowNews {
  const wanted = new Map<number, number>()
  const stale = new Map<number, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isReading = false

  async function readSome(): Promise<void> {
    timer = undefined
    isReading = true
    const ids = [...wanted.keys()].filter((id) => !pending.isOnItsWay(id)).slice(0, most)
    const versions = new Map(ids.map((id) => [id, wanted.get(id) ?? 0]))
    for (const id of ids) wanted.delete(id)
    const older = ids.filter((id) => (store.get(id)?.version ?? 0) < (versions.get(id) ?? 0))
    try {
      if (older.length > 0) take(older, await read(older))
    } catch {
      // Not asked for again at once: a server that is away closes the stream too, and its opening catches up.
    }
    isReading = false
    if (wanted.size > 0) start([...wanted.keys()].every(pending.isOnItsWay) ? laterMs : gatherMs)
  }

  function take(ids: readonly number[], rows: readonly Result[]): void {
    const read = new Map(rows.map((row) => [row.result_id, row]))
    store.setGone(ids.filter((id) => !read.has(id)))
    for (const [id, row] of read) {
      const before = store.get(id)
      if (!before) continue
      if (before.version >= row.version) store.setHere(id)
      else if (isMine(row)) store.put([row])
      else store.takeChanged(row, row.updated_by?.name || 'somebody else')
    }
  }

  function start(ms: number): void {
    // One after the other: an answer that has taken long would else undo a later one.
    if (!isReading) timer ??= setTimeout(() => void readSome(), ms)
  }

  function onRowsChanged(rows: readonly Versioned[]): void {
    const older = rows.filter(
      ({ result_id, version }) => (store.get(result_id)?.version ?? version) < version,
    )
    for (const { result_id, version } of older) {
      const isRead = older.length <= most || store.isShown(result_id) || wanted.has(result_id)
      if (isRead) want(result_id, version)
      else stale.set(result_id, version)
    }
  }

  /** Reads rows again whose new version is not known. */
  function readAgain(ids: readonly number[]): void {
    const rows = ids.filter((id) => !wanted.has(id)).flatMap((id) => store.get(id) ?? [])
    onRowsChanged(rows.map(({ result_id, version }) => ({ result_id, version: version + 1 })))
  }

  function want(id: number, version: number): void {
    stale.delete(id)
    wanted.set(id, version)
    start(gatherMs)
  }

  const stopShown = store.subscribeToShown((id) => {
    const version = stale.get(id)
    if (version !== undefined) want(id, version)
  })

  return {
    onRowsChanged,
    onRowsGone: (ids) => readAgain(ids),
    catchUp: () => readAgain([...store.all()].map(({ result_id }) => result_id)),
    stop() {
      clearTimeout(timer)
      wanted.clear()
      stopShown()
    },
  }
}
