import type { Result } from '#contract/result.ts'
import type { Current } from './conflict.ts'
import { type Base, Outbox, type Halt, type OutboxEvent, type OutboxOptions } from './outbox.ts'
import { alike, changeable, partOf, type RowChange } from './row-change.ts'
import { createRowStates } from './row-states.ts'
import type { RowStore } from './row-store.ts'
import { createUndoList } from './undo-list.ts'

/** What stands in the way between the device and the server, for the whole certification. */
export type PendingStatus = {
  /** Changes that the server has not confirmed. */
  readonly unsent: number
  /** The server has not answered for ten seconds. */
  readonly offline: boolean
  /** Rows whose change waits for the reader, longest first. */
  readonly needsYou: readonly number[]
}

/** What happened, for whoever says it aloud. */
export type PendingEvent =
  | { readonly kind: 'decided' | 'undone'; readonly row: Result; readonly change: RowChange }
  | { readonly kind: 'nothing to undo' }
  | { readonly kind: 'not undone'; readonly id: number }
  | { readonly kind: 'already so'; readonly id: number; readonly current: Current }
  | { readonly kind: 'needs you'; readonly id: number; readonly halt: Halt }

type Sending = Pick<OutboxOptions, 'send'> & Partial<Pick<OutboxOptions, 'newKey' | 'random'>>

/**
 * Where one reader's changes of one certification come together: what the table shows of a row at once, the outbox
 * that sends it, what can be undone, and what waits for the reader. Tells of one row at a time.
 */
export class PendingChanges {
  readonly states = createRowStates()
  private readonly undoable = createUndoList()
  private readonly outbox: Outbox
  /** The versions that changes of this reader have led to: a row that is shown older is still known to them. */
  private readonly mine = new Map<number, number>()
  /** Rows that were read while changes of them were on their way, as they were read. */
  private readonly read = new Map<number, Result>()
  private readonly watchers = new Set<() => void>()
  private readonly hearers = new Set<(event: PendingEvent) => void>()
  private readonly confirmed = new Set<(id: number) => void>()
  private store: RowStore
  private status: PendingStatus = { unsent: 0, offline: false, needsYou: [] }

  constructor(store: RowStore, sending: Sending) {
    this.store = store
    const told = (event: OutboxEvent) => this.told(event)
    this.outbox = new Outbox({ ...sending, told, offline: (offline) => this.tell({ offline }) })
  }

  /** Shows changes in this store from now on; returns how to stop. */
  attach(store: RowStore): () => void {
    this.store = store
    return store.watch((id) => this.show(id))
  }

  /** Shows a change of a row at once and sends it. `row` is the row as the reader saw it. */
  readonly decide = (row: Result, change: RowChange): void => {
    this.take(row, change)
    this.undoable.push(row, change)
    this.say({ kind: 'decided', row, change })
  }

  /** Signs a row off without a word: whoever signs many says themselves how far they are. */
  readonly signOff = (row: Result): void => this.take(row, { signed_off_state: 'SIGNED_OFF' })

  /** Takes back the newest decision or note of this reader, unless somebody else has changed the row since. */
  readonly undo = (): void => {
    const step = this.undoable.pop()
    if (!step) return this.say({ kind: 'nothing to undo' })
    const row = this.store.get(step.id)
    const isMine = row?.decision === step.after.decision && row.notes === step.after.notes
    if (!row || !isMine || row.signed_off_state === 'SIGNED_OFF')
      return this.say({ kind: 'not undone', id: step.id })
    this.take(row, step.change)
    this.say({ kind: 'undone', row, change: step.change })
  }

  /** Sends what the server refused once more. */
  readonly retry = (id: number): void => {
    this.outbox.retry(id)
    this.settle(id, { kind: 'on this device' })
    this.show(id)
  }

  /** Gives up what waits for the reader: the row stays as the server has it. */
  readonly giveUp = (id: number): void => {
    this.outbox.drop(id)
    this.settle(id, undefined)
  }

  /** Puts a change on top of what a colleague did, for a reader who has seen it. */
  readonly replace = (id: number, change: RowChange, current: Current): void => {
    this.outbox.replace(id, change, current.value)
    this.settle(id, { kind: 'on this device' })
    this.show(id)
  }

  /** Whether changes of a row are still to be confirmed. */
  readonly isPending = (id: number): boolean => this.outbox.pending(id) !== undefined

  readonly getStatus = (): PendingStatus => this.status

  /** Calls `fn` after each change of the status; returns how to stop. */
  readonly watch = (fn: () => void): (() => void) => {
    this.watchers.add(fn)
    return () => this.watchers.delete(fn)
  }

  /** Calls `fn` with what happens; returns how to stop. */
  readonly listen = (fn: (event: PendingEvent) => void): (() => void) => {
    this.hearers.add(fn)
    return () => this.hearers.delete(fn)
  }

  /** Calls `fn` with the id of each row of which a change was confirmed; returns how to stop. */
  readonly onSaved = (fn: (id: number) => void): (() => void) => {
    this.confirmed.add(fn)
    return () => this.confirmed.delete(fn)
  }

  private take(row: Result, change: RowChange): void {
    const id = row.result_id
    const saved = this.mine.get(id) ?? 0
    const here = this.store.get(id)
    const known = row.version < saved && here?.version === saved ? here : row
    // News of a colleague may have come a moment ago: whoever decides has not weighed it yet.
    const before = this.store.asRead(id)
    if (before && here) this.read.set(id, here)
    this.outbox.add(id, change, before ?? known)
    this.store.patch(id, partOf(change))
    const halt = this.outbox.halted(id)
    this.settle(id, halt ? this.needsYou(id, halt) : { kind: 'on this device' })
  }

  private told(event: OutboxEvent): void {
    switch (event.kind) {
      case 'saved':
        return this.saved(event.id, event.version)
      case 'already so':
        this.undoable.forget(event.id)
        this.store.forgetRead(event.id)
        this.store.put([event.current.value])
        this.settle(event.id, { kind: 'saved', already: event.current })
        return this.say({ kind: 'already so', id: event.id, current: event.current })
      case 'apart':
        return this.store.put([event.current.value])
      default:
        return this.halted(event.id, event.halt, event.base)
    }
  }

  private saved(id: number, version: number): void {
    this.mine.set(id, version)
    this.store.forgetRead(id)
    const here = this.store.get(id)
    this.read.delete(id)
    if (here && here.version < version) this.store.patch(id, { version })
    this.settle(id, this.isPending(id) ? { kind: 'on this device' } : { kind: 'saved' })
    for (const fn of this.confirmed) fn(id)
  }

  private halted(id: number, halt: Halt, base: Base): void {
    this.undoable.forget(id)
    // What the server does not have is not shown as if it had.
    const stands = halt.kind === 'against' ? halt.current.value : (this.read.get(id) ?? base)
    this.read.delete(id)
    this.store.forgetRead(id)
    if (halt.kind === 'against') this.store.put([halt.current.value])
    const by = halt.kind === 'against' ? halt.current.value.updated_by?.name : undefined
    this.store.patch(id, Object.fromEntries(changeable.map((key) => [key, stands[key]])), by)
    this.settle(id, this.needsYou(id, halt))
    this.say({ kind: 'needs you', id, halt })
  }

  private needsYou(id: number, halt: Halt) {
    const mine = this.outbox.pending(id) ?? {}
    return halt.kind === 'refused'
      ? ({ kind: 'needs you', why: 'refused', mine, failure: halt.failure } as const)
      : ({ kind: 'needs you', why: 'against', mine, current: halt.current } as const)
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
    this.tell({ needsYou: same ? this.status.needsYou : waits ? [...others, id] : others })
  }

  private tell(change: Partial<PendingStatus>): void {
    this.status = { ...this.status, ...change, unsent: this.outbox.unsent }
    for (const fn of this.watchers) fn()
  }

  private say(event: PendingEvent): void {
    for (const fn of this.hearers) fn(event)
  }
}
