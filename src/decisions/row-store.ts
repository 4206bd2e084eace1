import type { Result } from '#contract/reviews/result.ts'
import { createEmitter, createKeyedEmitter } from '#std/emitter.ts'

/**
 * The rows of one certification that this page has read, by id. Each row has its own subscribers, so that a decision
 * draws one row again, not the whole list.
 */
export type RowStore = {
  readonly get: (id: number) => Result | undefined
  /** All rows that are here. */
  readonly all: () => Iterable<Result>
  /** Takes rows that the server sent. One that is older than what stands here, or as old, is left out. */
  readonly put: (rows: readonly Result[]) => void
  /**
   * Changes keys of a row that is here; a row that is not here stays unknown. `changed_by` names a colleague (never the
   * reader) who made the change; the table marks such a row quietly.
   */
  readonly patch: (id: number, part: Partial<Result>, changed_by?: string) => void
  /** Whether an integration has ever been told of any of the rows that are or were here. */
  readonly anyNotified: () => boolean
  /** Who else changed a row since it was read, undefined when nobody did. */
  readonly changedBy: (id: number) => string | undefined
  /** Takes a row that a colleague has changed, and marks it with who that was. */
  readonly takeChanged: (row: Result, changed_by: string) => void
  /**
   * The row as the reader came to know it before colleagues changed it, undefined where none did or where the reader has
   * met their change: what one decides is decided on this.
   */
  readonly asRead: (id: number) => Result | undefined
  /** The reader has been shown what colleagues did to a row. */
  readonly forgetRead: (id: number) => void
  /** Marks rows that the server does not show to the reader (any more). */
  readonly setGone: (ids: readonly number[]) => void
  /** Takes that back of a row that the server does show, as it is here. */
  readonly setHere: (id: number) => void
  readonly isGone: (id: number) => boolean
  /** Whether a row is here, or known to be gone: nothing is to be asked. */
  readonly isKnown: (id: number) => boolean
  /** Forgets marks of colleagues' changes and of rows that are gone, as a fresh list begins. */
  readonly clearMarks: () => void
  /** Calls `fn` after each change of one row, which is shown until then; returns how to stop. */
  readonly subscribe: (id: number, fn: () => void) => () => void
  /** Whether anybody looks at a row now. */
  readonly isShown: (id: number) => boolean
  /** Calls `fn` with the id of each row that somebody begins to look at; returns how to stop. */
  readonly subscribeToShown: (fn: (id: number) => void) => () => void
  /** Calls `fn` with the id after each change of any row; returns how to stop. */
  readonly subscribeToAll: (fn: (id: number) => void) => () => void
}

/** Starts without rows. */
export function createRowStore(): RowStore {
  const rows = new Map<number, Result>()
  const changers = new Map<number, string>()
  const read = new Map<number, Result>()
  const gone = new Set<number>()
  const ofRow = createKeyedEmitter<number>()
  const ofAll = createEmitter<[id: number]>()
  const ofShown = createEmitter<[id: number]>()
  let anyNotified = false

  function emit(id: number) {
    ofRow.emit(id)
    ofAll.emit(id)
  }

  function take(row: Result, changed_by?: string) {
    const { result_id: id, version } = row
    const here = rows.get(id)
    if (here && here.version >= version) return
    if (here && changed_by !== undefined) {
      changers.set(id, changed_by)
      if (!read.has(id)) read.set(id, here)
    }
    rows.set(id, row)
    anyNotified ||= row.notification_status !== 'UNKNOWN'
    gone.delete(id)
    emit(id)
  }

  return {
    get: (id) => rows.get(id),
    all: () => rows.values(),
    put: (newRows) => newRows.forEach((row) => take(row)),
    takeChanged: take,
    asRead: (id) => read.get(id),
    forgetRead: (id) => void read.delete(id),
    patch(id, part, changed_by) {
      const here = rows.get(id)
      if (!here) return
      rows.set(id, { ...here, ...part })
      if (changed_by !== undefined) changers.set(id, changed_by)
      emit(id)
    },
    anyNotified: () => anyNotified,
    changedBy: (id) => changers.get(id),
    setGone(ids) {
      for (const id of ids) {
        gone.add(id)
        emit(id)
      }
    },
    setHere(id) {
      if (gone.delete(id)) emit(id)
    },
    isGone: (id) => gone.has(id),
    isKnown: (id) => rows.has(id) || gone.has(id),
    clearMarks() {
      const marked = [...changers.keys(), ...gone]
      changers.clear()
      read.clear()
      gone.clear()
      for (const id of marked) emit(id)
    },
    subscribe(id, fn) {
      const stop = ofRow.subscribe(id, fn)
      ofShown.emit(id)
      return stop
    },
    isShown: ofRow.has,
    subscribeToShown: ofShown.subscribe,
    subscribeToAll: ofAll.subscribe,
  }
}
