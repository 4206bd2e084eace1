import type { Result } from '#contract/reviews/result.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import { createEmitter } from '#std/emitter.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** At most so many requests of rows are under way; whoever scrolls on is served from where they have got to. */
const maxConcurrent = 2
/** Milliseconds in which wishes are gathered before they are asked for, while other requests are under way. */
const timeoutMs = 40

/** Reads the rows in view, in as few requests as possible. */
export type RowFetcher = {
  /** Replaces what was wanted before; rows that are here or under way are not asked for again. */
  readonly want: (ids: readonly number[]) => void
  /** Waits for rows that are already on their way by another request before anything is asked for. */
  readonly after: (coming: Promise<unknown>) => void
  /** The newest request's error, undefined once one has succeeded. */
  readonly error: () => Error | undefined
  readonly subscribe: (fn: () => void) => () => void
  /** Asks again for what is wanted after a failure. */
  readonly retry: () => void
}

type Ask = (ids: readonly number[]) => Promise<readonly Result[]>

/** Makes a fetcher that calls `ask` with up to 200 ids, and puts the answers into a store. */
export function createRowFetcher(store: RowStore, ask: Ask): RowFetcher {
  let wanted: readonly number[] = []
  let blocked: Promise<unknown> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failure: Error | undefined
  let underWay = 0
  const coming = new Set<number>()
  const { subscribe, emit } = createEmitter()

  function fail(next: Error | undefined) {
    if (next === failure) return
    failure = next
    emit()
  }

  function run() {
    timer = undefined
    if (blocked || failure) return
    while (underWay < maxConcurrent) {
      const ids = wanted.filter((id) => !store.isKnown(id) && !coming.has(id)).slice(0, maxRowsByIds)
      if (ids.length === 0) return
      void read(ids)
    }
  }

  async function read(ids: readonly number[]) {
    underWay += 1
    for (const id of ids) coming.add(id)
    try {
      const rows = await ask(ids)
      store.put(rows)
      store.setGone(ids.filter((id) => store.get(id) === undefined))
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
    underWay -= 1
    for (const id of ids) coming.delete(id)
    run()
  }

  return {
    want(ids) {
      wanted = ids
      if (underWay === 0) run()
      else timer ??= setTimeout(run, timeoutMs)
    },
    after(first) {
      const settled = Promise.allSettled([first])
      blocked = settled
      void settled.then(() => {
        if (blocked !== settled) return
        blocked = undefined
        run()
      })
    },
    error: () => failure,
    subscribe,
    retry() {
      fail(undefined)
      run()
    },
  }
}
