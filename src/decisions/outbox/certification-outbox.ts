import type { ChangeCounts } from './chains.ts'
import type { Halt } from './halt.ts'
import type { Outbox } from './outbox.ts'
import type { About, Base } from './outbox-entry.ts'
import type { OutboxEvent } from './outbox-event.ts'
import type { RowChange } from '../row-change.ts'

/** An outbox as seen from one certification: rows are named by their ids alone. */
export type CertificationOutbox = {
  readonly add: (id: number, change: RowChange, seen: Base, about: About) => void
  readonly pending: (id: number) => RowChange | undefined
  readonly isWritten: (id: number) => boolean
  readonly halted: (id: number) => Halt | undefined
  readonly retry: (id: number) => void
  readonly replace: (id: number, change: RowChange, base: Base) => void
  readonly drop: (id: number) => void
  /** Whether another person than that of the page is signed in. */
  readonly isOthers: () => boolean
  readonly counts: () => ChangeCounts
  /** What a row is called of which changes are not confirmed. */
  readonly nameOf: (id: number) => string | undefined
  /** The rows of which changes are not confirmed. */
  readonly ids: () => readonly number[]
  readonly subscribe: (fn: (event: OutboxEvent) => void) => () => void
}

/** Narrows an outbox to one certification. */
export function certificationOutbox(outbox: Outbox, certification_id: string): CertificationOutbox {
  const row = (result_id: number) => ({ certification_id, result_id })
  return {
    add: (id, change, seen, about) => outbox.add(row(id), change, seen, about),
    pending: (id) => outbox.pending(row(id)),
    isWritten: (id) => outbox.isWritten(row(id)),
    halted: (id) => outbox.halted(row(id)),
    retry: (id) => outbox.retry(row(id)),
    replace: (id, change, base) => outbox.replace(row(id), change, base),
    drop: (id) => outbox.drop(row(id)),
    isOthers: outbox.isOthers,
    counts: () => outbox.counts(certification_id),
    nameOf: (id) => outbox.nameOf(row(id)),
    ids: () => outbox.unsentRows(certification_id).map(({ result_id }) => result_id),
    subscribe: (fn) => outbox.subscribe(certification_id, fn),
  }
}
