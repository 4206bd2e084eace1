import { useSyncExternalStore } from 'react'
import { createEmitter } from '#std/emitter.ts'

/** What can be asked of the table that shows the marked row: focus, scroll, first row in view. */
export type MarkedTable = {
  readonly focus: () => void
  /** Scrolls until a row is in view. */
  readonly reveal: (position: number) => void
  /** The position of the first row that is wholly in view. */
  readonly firstInView: () => number
  readonly isInView: (position: number) => boolean
  /** The next position that is shown, where not all are. */
  readonly after?: ((position: number) => number) | undefined
}

/**
 * The position of the row that keys act on; undefined while no row is marked. It changes with every arrow key, so it is
 * kept outside React's state: only its subscribers render again.
 */
export type ActivePosition = Required<MarkedTable> & {
  readonly get: () => number | undefined
  /** Marks a row that the person points at or has the focus in: it stays where it is on the screen. */
  readonly mark: (position: number | undefined) => void
  /** Marks a row and scrolls to it. */
  readonly moveTo: (position: number) => void
  /** Calls `fn` after each change of the mark; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
  /** For the table, once it stands; returns how to take it back. */
  readonly connect: (table: MarkedTable) => () => void
}

/** Starts with no row marked, and no table connected. */
export function createActivePosition(): ActivePosition {
  let position: number | undefined
  let table: MarkedTable | undefined
  const { subscribe, emit } = createEmitter()
  function mark(next: number | undefined) {
    if (next === position) return
    position = next
    emit()
  }
  return {
    get: () => position,
    mark,
    moveTo(next) {
      mark(next)
      table?.reveal(next)
    },
    focus: () => table?.focus(),
    reveal: (at) => table?.reveal(at),
    firstInView: () => table?.firstInView() ?? 0,
    isInView: (at) => table?.isInView(at) ?? false,
    after: (at) => table?.after?.(at) ?? at + 1,
    subscribe,
    connect(next) {
      table = next
      return () => {
        if (table === next) table = undefined
      }
    },
  }
}

/** What `read` makes of the active position; renders again when that result changes. */
export function useActivePosition<Value>(
  { get, subscribe }: ActivePosition,
  read: (position: number | undefined) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => read(get()))
}
