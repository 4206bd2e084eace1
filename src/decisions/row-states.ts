import type { Failure } from '#contract/errors.ts'
import { createKeyedEmitter } from '#std/emitter.ts'
import type { Current } from './conflict.ts'
import type { Halt } from './outbox/halt.ts'
import type { RowChange } from './row-change.ts'

/** The state of a row's unconfirmed change. A row without one has no state. */
export type RowState =
  /** It is in this tab's memory alone. */
  | { readonly kind: 'saving' }
  /** It is on the device, where it survives the window, and is still to be sent. */
  | { readonly kind: 'on this device' }
  /** `already` where a colleague had done the same before: theirs stands. */
  | { readonly kind: 'saved'; readonly already?: Current }
  | {
      readonly kind: 'needs you'
      readonly why: 'refused'
      readonly mine: RowChange
      readonly failure: Failure
    }
  | {
      readonly kind: 'needs you'
      readonly why: 'against'
      readonly mine: RowChange
      readonly current: Current
    }
  | {
      readonly kind: 'needs you'
      readonly why: 'late'
      readonly mine: RowChange
      readonly late: Extract<Halt, { kind: 'late' }>
    }
  | {
      readonly kind: 'needs you'
      readonly why: 'incomplete'
      readonly mine: RowChange
      /** When it was made, in milliseconds since 1970. */
      readonly at: number
    }

/** Whether a row waits because a colleague has changed the same thing. */
export function isAgainst(state: RowState | undefined): state is Extract<RowState, { why: 'against' }> {
  return state?.kind === 'needs you' && state.why === 'against'
}

/** The states of rows by id, each with its own subscribers. */
export type RowStates = {
  readonly get: (id: number) => RowState | undefined
  readonly set: (id: number, state: RowState | undefined) => void
  readonly subscribe: (id: number, fn: () => void) => () => void
}

/** Starts without any state. */
export function createRowStates(): RowStates {
  const states = new Map<number, RowState>()
  const { subscribe, emit } = createKeyedEmitter<number>()
  return {
    get: (id) => states.get(id),
    set(id, state) {
      if (state) states.set(id, state)
      else states.delete(id)
      emit(id)
    },
    subscribe,
  }
}
