import type { Current } from '../conflict.ts'
import type { Halt } from './halt.ts'
import type { Base, RowRef } from './outbox-entry.ts'
import type { RowChange } from '../row-change.ts'

/** What happened to the unsent changes of a row. */
export type OutboxEvent = RowRef &
  (
    | { readonly kind: 'saved'; readonly key: string; readonly version: number; readonly change: RowChange }
    | { readonly kind: 'already so' | 'apart'; readonly current: Current }
    | { readonly kind: 'halted'; readonly base: Base; readonly halt: Halt }
    /** Its person has given up all of them before they were sent: the row stands as it did before. */
    | { readonly kind: 'dropped'; readonly base: Base }
    /** Something else: it was written, or another tab or an earlier visit has changed it. */
    | { readonly kind: 'looked at' }
  )
