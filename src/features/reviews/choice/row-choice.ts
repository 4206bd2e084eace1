import { useSyncExternalStore } from 'react'
import type { RowOrder } from '#queries/reviews/positions.ts'
import { createEmitter } from '#std/emitter.ts'

/**
 * The rows that a reader has chosen to change together: some by their ids, or all that match what the list asks for, without
 * `except`. Another object after each change.
 */
export type Chosen =
  | { readonly kind: 'rows'; readonly ids: ReadonlySet<number>; readonly count: number }
  | { readonly kind: 'matching'; readonly except: ReadonlySet<number>; readonly excepted: number }

/**
 * The choice of rows. It changes with every press of a key that is held, so it is kept outside React's state: only rows
 * whose own choice has changed, and what counts them, render again.
 */
export type RowChoice = {
  /** Undefined where no row is chosen. */
  readonly get: () => Chosen | undefined
  /** How a row is chosen, undefined where it is not. */
  readonly standing: (id: number) => Chosen['kind'] | undefined
  /** Chooses a row, or takes it out again. Ranges begin at it from then on. */
  readonly toggle: (id: number) => void
  /**
   * Makes all rows from the one where ranges begin up to a position as that one is; what the range before had changed
   * beyond is as it was. Rows for which `mayTake` is false stay as they are. Without a beginning the row is toggled alone.
   */
  readonly extendTo: (position: number, order: RowOrder, mayTake: (id: number) => boolean) => void
  /** Says which positions ranges pass over, because their group is closed; nothing: none. */
  readonly passOver: (isHidden?: (position: number) => boolean) => void
  /** Chooses a row, at which ranges begin from then on. */
  readonly beginAt: (id: number) => void
  /** Whether a range has where to begin. */
  readonly hasBeginning: () => boolean
  /** Chooses rows besides those that are chosen, or takes them out where `chosen` is false. */
  readonly chooseRows: (ids: Iterable<number>, chosen?: boolean) => void
  /** Chooses all rows that match, in place of what was chosen. */
  readonly chooseMatching: () => void
  readonly clear: () => void
  /** Calls `fn` after each change; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
}

/** Where ranges begin, what was chosen before the present one, and where that one ends. */
type Range = {
  readonly from: number
  readonly chosen: boolean
  before?: ReadonlySet<number>
  order?: RowOrder
  end?: number
}

/** Starts with no row chosen. */
export function createRowChoice(): RowChoice {
  const { subscribe, emit } = createEmitter()
  /** Ids of rows that are chosen, or where all that match are, of those that are not. */
  let named = new Set<number>()
  let isMatching = false
  let range: Range | undefined
  let isPassedOver: (position: number) => boolean = () => false
  let chosen: Chosen | undefined

  function changed() {
    const count = named.size
    if (isMatching) chosen = { kind: 'matching', except: named, excepted: count }
    else chosen = count === 0 ? undefined : { kind: 'rows', ids: named, count }
    emit()
  }
  const isChosen = (id: number) => named.has(id) !== isMatching
  function set(id: number, next: boolean) {
    if (next === isMatching) named.delete(id)
    else named.add(id)
  }
  function restart(matching: boolean) {
    // Whoever holds the last one reads what it was.
    named = new Set()
    isMatching = matching
    range = undefined
    changed()
  }
  function begin(id: number, next: boolean) {
    set(id, next)
    range = { from: id, chosen: next }
    changed()
  }
  const toggle = (id: number) => begin(id, !isChosen(id))

  return {
    get: () => chosen,
    standing: (id) => (isChosen(id) ? (isMatching ? 'matching' : 'rows') : undefined),
    toggle,
    beginAt: (id) => begin(id, true),
    passOver(isHidden = () => false) {
      isPassedOver = isHidden
    },
    hasBeginning: () => range !== undefined,
    extendTo(position, order, mayTake) {
      const from = range && order.positionOf(range.from)
      if (!range || from === undefined) {
        const id = order.idAt(position)
        if (id !== undefined && mayTake(id)) toggle(id)
        return
      }
      // Another order has other rows between the two ends.
      if (range.order !== order)
        range = { from: range.from, chosen: range.chosen, before: new Set(named), order }
      const { before, end = from, chosen: next } = range
      const isWithin = (at: number) => at >= Math.min(from, position) && at <= Math.max(from, position)
      for (let at = Math.min(from, end, position); at <= Math.max(from, end, position); at += 1) {
        const id = order.idAt(at)
        if (id === undefined) continue
        if (!isWithin(at)) set(id, before?.has(id) !== isMatching)
        else if (mayTake(id) && !isPassedOver(at)) set(id, next)
      }
      range.end = position
      changed()
    },
    chooseRows(ids, next = true) {
      // Another set: who counts by it counts anew.
      named = new Set(named)
      for (const id of ids) set(id, next)
      range = undefined
      changed()
    },
    chooseMatching: () => restart(true),
    clear: () => restart(false),
    subscribe,
  }
}

/** What is chosen; renders again with each change. */
export function useChosen({ get, subscribe }: RowChoice): Chosen | undefined {
  return useSyncExternalStore(subscribe, get)
}

/** How one row is chosen; renders again when that changes. */
export function useStanding({ standing, subscribe }: RowChoice, id: number): Chosen['kind'] | undefined {
  return useSyncExternalStore(subscribe, () => standing(id))
}
