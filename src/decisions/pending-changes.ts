import type { Result } from '#contract/reviews/result.ts'
import type { CertificationOutbox } from './outbox/certification-outbox.ts'
import type { Current } from './conflict.ts'
import type { Halt } from './outbox/halt.ts'
import type { Base } from './outbox/outbox-entry.ts'
import type { OutboxEvent } from './outbox/outbox-event.ts'
import { createEmitter } from '#std/emitter.ts'
import { alike, changeable, partOf, type RowChange } from './row-change.ts'
import { rowName } from './row-name.ts'
import { createRowStates, type RowState } from './row-states.ts'
import type { RowStore } from './row-store.ts'
import { createUndoList } from './undo-list.ts'

/** How many changes of one certification are unsent, and which rows need their reader. */
export type PendingStatus = {
  /** Changes that the server has not confirmed. */
  readonly unsent: number
  /** How many of them are on this device and survive the window. */
  readonly stored: number
  /** How many of them wait for the reader. */
  readonly waiting: number
  /** Rows whose change waits for the reader, longest first. */
  readonly needsYou: readonly number[]
}

/** Something that is announced to the reader. */
export type PendingEvent =
  | { readonly kind: 'decided' | 'undone'; readonly row: Result; readonly change: RowChange }
  | { readonly kind: 'nothing to undo' }
  | { readonly kind: 'not undone'; readonly id: number }
  | { readonly kind: 'already so'; readonly id: number; readonly current: Current }
  | { readonly kind: 'needs you'; readonly id: number; readonly halt: Halt }

const saving: RowState = { kind: 'saving' }
const onThisDevice: RowState = { kind: 'on this device' }

/**
 * One reader's unconfirmed changes of one certification: shows a change in the row store at once, hands it to the
 * outbox, keeps what can be undone, and knows which rows need their reader. While `isOthers` nobody can change anything.
 */
export class PendingChanges {
  readonly states = createRowStates()
  private readonly undoable = createUndoList()
  private readonly outbox: CertificationOutbox
  private readonly due: () => number | undefined
  /** The versions that changes of this reader have led to: a row that is shown older is still known to them. */
  private readonly mine = new Map<number, number>()
  /** Rows that were changed in this window, of which no conflict was put off since. */
  private readonly here = new Set<number>()
  /** Rows that were read while changes of them were on their way, as they were read. */
  private readonly read = new Map<number, Result>()
  private readonly statusChanges = createEmitter()
  private readonly events = createEmitter<[event: PendingEvent]>()
  private readonly savedRows = createEmitter<[id: number]>()
  private store: RowStore
  private status: PendingStatus = { unsent: 0, stored: 0, waiting: 0, needsYou: [] }

  /** `due` says when decisions of the certification stop to count, in milliseconds since 1970, where that is known. */
  constructor(store: RowStore, outbox: CertificationOutbox, due: () => number | undefined = () => undefined) {
    this.store = store
    this.outbox = outbox
    this.due = due
    outbox.subscribe((event) => this.onOutboxEvent(event))
    for (const id of outbox.ids()) this.refresh(id)
  }

  /** Shows changes in this store from now on; returns how to stop. */
  attach(store: RowStore): () => void {
    this.store = store
    for (const id of this.outbox.ids()) this.show(id)
    return store.subscribeToAll((id) => this.show(id))
  }

  /** Shows a change of a row at once and sends it. `row` is the row as the reader saw it. */
  readonly decide = (row: Result, change: RowChange): void => {
    if (!this.take(row, change)) return
    this.undoable.push(row, change)
    this.events.emit({ kind: 'decided', row, change })
  }

  /** Whether another person than the reader is signed in. */
  readonly isOthers = (): boolean => this.outbox.isOthers()

  /** Takes back the newest decision or note of this reader, unless somebody else has changed the row since. */
  readonly undo = (): PendingEvent => {
    const event = this.takeBack()
    this.events.emit(event)
    return event
  }

  /** The id of the row that `undo` would change, undefined where there is nothing to take back. */
  readonly undoes = (): number | undefined => this.undoable.newest()

  /** Takes nothing back of what was decided so far: many rows were changed since, which `undo` does not undo. */
  readonly forgetSteps = (): void => this.undoable.clear()

  /** Sends what the server refused once more. */
  readonly retry = (id: number): void => {
    if (this.isOthers()) return
    this.outbox.retry(id)
    this.refresh(id)
  }

  /** Gives up what waits for the reader: the row stays as the server has it. */
  readonly giveUp = (id: number): void => {
    if (this.isOthers()) return
    this.outbox.drop(id)
    this.settle(id, undefined)
  }

  /** Puts a change on top of what a colleague did, for a reader who has seen it. */
  readonly replace = (id: number, change: RowChange, current: Current): void => {
    if (this.isOthers()) return
    this.outbox.replace(id, change, current.value)
    this.refresh(id)
  }

  /**
   * Whether a conflict of a row may be shown unasked: the reader has changed the row in this window, not at an earlier
   * visit or in another one, and has not put the conflict off.
   */
  readonly mayInterrupt = (id: number): boolean => this.here.has(id)

  /** Puts a conflict off: it waits until its reader asks for it, or changes the row again. */
  readonly putOff = (id: number): void => {
    this.here.delete(id)
    this.updateStatus({})
  }

  /** Whether changes of a row are still to be confirmed. */
  private readonly isPending = (id: number): boolean => this.outbox.pending(id) !== undefined

  /** Whether changes of a row are on their way: neither confirmed nor left to the reader. */
  readonly isOnItsWay = (id: number): boolean => this.isPending(id) && this.outbox.halted(id) === undefined

  /** The rows of which changes are still to be confirmed. */
  readonly pendingRows = (): readonly number[] => this.outbox.ids()

  /** What a row is called of which changes are still to be confirmed; not every row that has some is loaded. */
  readonly nameOf = (id: number): string => this.outbox.nameOf(id) ?? `Row ${id}`

  readonly getStatus = (): PendingStatus => this.status

  /** Calls `fn` after each change of the status; returns how to stop. */
  readonly subscribe = this.statusChanges.subscribe

  /** Calls `fn` with what happens; returns how to stop. */
  readonly onEvent = this.events.subscribe

  /** Calls `fn` with the id of each row of which a change was confirmed; returns how to stop. */
  readonly onSaved = this.savedRows.subscribe

  private takeBack(): PendingEvent {
    const step = this.isOthers() ? undefined : this.undoable.pop()
    if (!step) return { kind: 'nothing to undo' }
    const row = this.store.get(step.id)
    const isMine = row?.decision === step.after.decision && row.notes === step.after.notes
    if (!row || !isMine || row.signed_off_state === 'SIGNED_OFF') return { kind: 'not undone', id: step.id }
    this.take(row, step.change)
    return { kind: 'undone', row, change: step.change }
  }

  private take(row: Result, change: RowChange): boolean {
    if (this.isOthers()) return false
    const id = row.result_id
    this.here.add(id)
    const saved = this.mine.get(id) ?? 0
    const here = this.store.get(id)
    const known = row.version < saved && here?.version === saved ? here : row
    // News of a colleague may have come a moment ago: whoever decides has not weighed it yet.
    const before = this.store.asRead(id)
    if (before && here) this.read.set(id, here)
    this.outbox.add(id, change, before ?? known, { name: rowName(row), due: this.due() })
    this.store.patch(id, partOf(change))
    const halt = this.outbox.halted(id)
    this.settle(id, halt ? this.needsYou(id, halt) : saving)
    return true
  }

  private onOutboxEvent(event: OutboxEvent): void {
    const id = event.result_id
    switch (event.kind) {
      case 'saved':
        return this.saved(id, event.change, event.version)
      case 'already so':
        this.undoable.forget(id)
        this.store.forgetRead(id)
        this.store.put([event.current.value])
        this.settle(id, { kind: 'saved', already: event.current })
        return this.events.emit({ kind: 'already so', id, current: event.current })
      case 'apart':
        this.store.put([event.current.value])
        return this.refresh(id)
      case 'halted':
        return this.halted(id, event.halt, event.base)
      case 'dropped':
        this.restore(id, this.stood(id, event.base))
        return this.settle(id, undefined)
      default:
        return this.refresh(id)
    }
  }

  /** Shows what the outbox has of a row, which an earlier visit or another tab may have put there. */
  private refresh(id: number): void {
    const halt = this.outbox.halted(id)
    const state = this.states.get(id)
    if (halt) return state?.kind === 'needs you' ? undefined : this.settle(id, this.needsYou(id, halt))
    if (this.isPending(id)) {
      this.show(id)
      return this.settle(id, this.outbox.isWritten(id) ? onThisDevice : saving)
    }
    if (state && state.kind !== 'saved') this.settle(id, undefined)
  }

  private saved(id: number, change: RowChange, version: number): void {
    this.mine.set(id, version)
    this.store.forgetRead(id)
    const here = this.store.get(id)
    this.read.delete(id)
    const waits = this.isPending(id)
    // Where another tab was told to, this one may not have shown it yet.
    if (here && here.version < version)
      // The answer does not say when: until the row is read again it is `just now`.
      this.store.patch(id, { ...(waits ? {} : partOf(change)), version, updated_at: null, updated_by: null })
    if (waits) this.refresh(id)
    else this.settle(id, { kind: 'saved' })
    this.savedRows.emit(id)
  }

  private halted(id: number, halt: Halt, base: Base): void {
    this.undoable.forget(id)
    if (halt.kind === 'against') {
      const { value } = halt.current
      this.store.put([value])
      this.restore(id, value, value.updated_by?.name)
    } else if (halt.kind === 'incomplete') {
      // Its base holds the change that is missing, which the server may not have.
      const read = this.read.get(id)
      if (read) this.restore(id, read)
    } else this.restore(id, this.stood(id, base))
    this.settle(id, this.needsYou(id, halt))
    this.events.emit({ kind: 'needs you', id, halt })
  }

  /** A row without the changes of it that are on their way. */
  private stood(id: number, base: Base): Base {
    const here = this.store.get(id)
    return this.read.get(id) ?? (here && here.version > base.version ? here : base)
  }

  /** What the server does not have is not shown as if it had. */
  private restore(id: number, stands: Base, by?: string): void {
    this.read.delete(id)
    this.store.forgetRead(id)
    this.store.patch(id, Object.fromEntries(changeable.map((key) => [key, stands[key]])), by)
  }

  private needsYou(id: number, halt: Halt): RowState {
    const mine = this.outbox.pending(id) ?? {}
    switch (halt.kind) {
      case 'refused':
        return { kind: 'needs you', why: 'refused', mine, failure: halt.failure }
      case 'against':
        return { kind: 'needs you', why: 'against', mine, current: halt.current }
      case 'incomplete':
        return { kind: 'needs you', why: 'incomplete', mine, at: halt.at }
      default:
        return { kind: 'needs you', why: 'late', mine, late: halt }
    }
  }

  /** A row that was read anew keeps what was changed of it here and is still on its way. */
  private show(id: number): void {
    const pending = this.outbox.halted(id) ? undefined : this.outbox.pending(id)
    const row = this.store.get(id)
    if (!pending || !row) return
    const shown = { ...row, ...partOf(pending) }
    if (changeable.every((key) => alike(key, row, shown))) return
    this.read.set(id, row)
    this.store.patch(id, partOf(pending))
  }

  private settle(id: number, state: Parameters<typeof this.states.set>[1]): void {
    this.states.set(id, state)
    const others = this.status.needsYou.filter((other) => other !== id)
    const waits = state?.kind === 'needs you'
    const same = waits === this.status.needsYou.includes(id)
    this.updateStatus({ needsYou: same ? this.status.needsYou : waits ? [...others, id] : others })
  }

  private updateStatus(change: Partial<PendingStatus>): void {
    const { unsent, stored, waiting } = this.outbox.counts()
    this.status = { ...this.status, ...change, unsent, stored, waiting }
    this.statusChanges.emit()
  }
}
