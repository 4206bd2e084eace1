import type { Result } from '#contract/reviews/result.ts'
import type { RowStore } from './row-store.ts'

/** Tells which rows have unconfirmed changes: news of such a row waits until they are confirmed. */
export type PendingRows = { readonly isPending: (id: number) => boolean }

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
  /** Takes the news that a row has a new version. */
  readonly onRowChanged: (event: { readonly result_id: number; readonly version: number }) => void
  /** Reads what is here again, because news may have been missed. */
  readonly catchUp: () => void
  readonly stop: () => void
}

/** Changes that come together are read together. */
const gatherMs = 100
/** A row whose own change is on its way is looked at again after a while. */
const laterMs = 1_000
/** So many rows are read again after a gap; the others as the list is refreshed. */
const maxCaughtUp = 1_000

/** Reads rows that others have changed, in batches, and marks them in the store. */
export function startRowNews({ store, pending, isMine, read, most }: Options): RowNews {
  const wanted = new Map<number, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function readSome(): Promise<void> {
    timer = undefined
    const ids = [...wanted.keys()].filter((id) => !pending.isPending(id)).slice(0, most)
    const versions = new Map(ids.map((id) => [id, wanted.get(id) ?? 0]))
    for (const id of ids) wanted.delete(id)
    const stale = ids.filter((id) => (store.get(id)?.version ?? 0) < (versions.get(id) ?? 0))
    try {
      if (stale.length > 0) take(stale, await read(stale))
    } catch {
      // Not asked for again at once: a server that is away closes the stream too, and its opening catches up.
    }
    if (wanted.size > 0) start(laterMs)
  }

  function take(ids: readonly number[], rows: readonly Result[]): void {
    const read = new Map(rows.map((row) => [row.result_id, row]))
    store.setGone(ids.filter((id) => !read.has(id)))
    for (const [id, row] of read) {
      const before = store.get(id)
      if (!before || before.version >= row.version) continue
      if (isMine(row)) store.put([row])
      else store.takeChanged(row, row.updated_by?.name || 'somebody else')
    }
  }

  function start(ms: number): void {
    timer ??= setTimeout(() => void readSome(), ms)
  }

  return {
    onRowChanged({ result_id, version }) {
      const here = store.get(result_id)
      if (!here || here.version >= version) return
      wanted.set(result_id, version)
      start(gatherMs)
    },
    catchUp() {
      for (const { result_id, version } of [...store.all()].slice(-maxCaughtUp))
        if (!wanted.has(result_id)) wanted.set(result_id, version + 1)
      if (wanted.size > 0) start(gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}
