import type { OutboxIdentity } from '#contract/session/session.ts'
import { createEmitter } from '#std/emitter.ts'
import {
  baseOfChain,
  type Chain,
  type ChainEntry,
  type ChangeCounts,
  Chains,
  changeOf,
  emptied,
  type Made,
  rebased,
  type Step,
  withoutKeys,
} from './chains.ts'
import { type Current, meetingOf } from '../conflict.ts'
import { openDevice } from './device.ts'
import type { Halt } from './halt.ts'
import type { Pause } from '../outcome.ts'
import type { OutboxOptions } from './outbox-options.ts'
import { createOrderNumbers } from './order-numbers.ts'
import { type About, type Base, baseAfter, baseOf, newerBase, type RowRef, rowRefOf } from './outbox-entry.ts'
import type { OutboxEvent } from './outbox-event.ts'
import { type OutboxStatus, StatusSource } from './outbox-status.ts'
import { newIdempotencyKey, type RowChange } from '../row-change.ts'
import { Sender } from './sender.ts'
import { Tabs } from './tabs.ts'
import { type UnsentRow, unsentRows } from './unsent-rows.ts'
import { reportUnsent } from './unwritten.ts'
import { Writer } from './writer.ts'

/** What the server has by then is not worth drawing its row once more for being on the device, in milliseconds. */
const soonSavedMs = 150

/**
 * The unsent changes of one person in all certifications (decision 16). A change is shown at once, encrypted and
 * written to the device, then sent by one of the person's tabs: in order for each row, under its own key
 * (`Idempotency-Key`), and on condition of a version (`If-Match`). A change of a row whose earlier change is still
 * unconfirmed names the version that the earlier one leads to, so nobody conflicts with themselves. What cannot be sent
 * now is sent again under the same key. Nothing is dropped unless a person says so.
 */
export class Outbox {
  readonly status: StatusSource
  private readonly chains = new Chains()
  private readonly writer: Writer
  private readonly sender: Sender
  private readonly events = createEmitter<[event: OutboxEvent]>()
  private readonly options: Required<OutboxOptions>
  private readonly tabs: Tabs
  private readonly numbers = createOrderNumbers()

  constructor(options: OutboxOptions) {
    const usual = { open: openDevice, newKey: newIdempotencyKey, random: Math.random, now: Date.now }
    this.options = { ...usual, ...options }
    this.status = new StatusSource(() => this.readStatus())
    this.writer = new Writer(options.afterPaint)
    this.sender = new Sender({
      send: (row, change, on) => options.send(row, change, { ...on, actor: this.tabs.actor }),
      isMine: ({ written }) => written === 'never' || (written === 'yes' && this.tabs.elected),
      chains: () => this.chains.all(),
      onSaved: (chain, entry, version) => this.saved(chain, entry, version),
      onMet: (chain, current) => this.met(chain, current),
      onHalted: (chain, halt) => this.halt(chain, halt),
      onPaused: (why) => this.tabs.postPause(why),
      onChange: () => this.touch(),
      random: this.options.random,
      now: this.options.now,
    })
    this.tabs = new Tabs({
      chains: this.chains,
      numbers: this.numbers,
      writer: this.writer,
      sender: this.sender,
      openDevice: this.options.open,
      onLooked: (row, event) => this.events.emit(event ?? { kind: 'looked at', ...row }),
      onChange: () => this.touch(),
      now: this.options.now,
    })
  }

  /**
   * Begins for a person, as their session names them: reads what is on the device, takes part in the election, sends.
   * Without an identity, or where the browser keeps nothing, changes are sent from this tab's memory. Later calls change
   * nothing: another person means another load of the page.
   */
  readonly open = (identity: OutboxIdentity | undefined): Promise<void> => this.tabs.open(identity)

  /** Takes a change of a row that was shown as `seen`. What was refused before, or is late, gives way to it. */
  add(row: RowRef, change: RowChange, seen: Base, about: About): void {
    const chain = this.chains.of(row)
    const givesWay = chain.halt !== undefined && chain.halt.kind !== 'against'
    const before = givesWay && chain.halt?.kind !== 'incomplete' ? baseOfChain(chain) : undefined
    const removed = givesWay ? emptied(chain) : []
    const last = chain.entries.at(-1)
    const base = last ? baseAfter(last) : newerBase(before, baseOf(seen))
    const entry = this.entryOf(row, { ...about, change, base, after: last?.key })
    chain.entries.push(entry)
    void this.write(chain, { remove: removed, put: [entry], halt: givesWay ? 'none' : undefined })
  }

  /** The changes of a row that are not confirmed, as one; undefined when there are none. */
  pending(row: RowRef): RowChange | undefined {
    const chain = this.chains.get(row)
    return chain && changeOf(chain)
  }

  /** What a row is called of which changes are not confirmed; undefined where there are none. */
  nameOf(row: RowRef): string | undefined {
    return this.chains.get(row)?.entries[0]?.name
  }

  /** Whether all changes of a row that are not confirmed are on the device. */
  isWritten(row: RowRef): boolean {
    return this.chains.get(row)?.entries.every(({ written }) => written === 'yes') ?? true
  }

  /** Why the changes of a row wait for a person, undefined when they do not. */
  halted(row: RowRef): Halt | undefined {
    return this.chains.get(row)?.halt
  }

  /** Sends what was refused, or is late, as it is: a person says so. */
  retry(row: RowRef): void {
    const chain = this.chains.get(row)
    if (!chain?.halt) return
    if (chain.halt.kind === 'incomplete') {
      // As if the first had been made on the row as it was seen, and not on the change that is missing.
      const base = baseOfChain(chain)
      if (base) void this.write(chain, this.rebase(chain, base))
      return
    }
    chain.evenLate = chain.halt.kind === 'late'
    chain.halt = undefined
    if (chain.evenLate) this.tabs.postEvenLate(rowRefOf(row))
    void this.write(chain, { halt: 'none' })
    this.sender.wake(chain)
  }

  /** Puts another change in the place of those that wait for a person, made on the row as it stands now. */
  replace(row: RowRef, change: RowChange, base: Base): void {
    const chain = this.chains.get(row)
    const [head] = chain?.entries ?? []
    if (!chain?.halt || !head) return
    const removed = emptied(chain)
    const { name, due } = head
    const entry = this.entryOf(row, { name, due, change, base: baseOf(base), after: undefined })
    chain.entries.push(entry)
    void this.write(chain, { remove: removed, put: [entry], halt: 'none' })
  }

  /** Gives up what waits for a person. */
  drop(row: RowRef): void {
    const chain = this.chains.get(row)
    if (chain?.halt) void this.write(chain, { remove: emptied(chain), halt: 'none' })
  }

  /** Counts the changes of a certification. */
  readonly counts = (certification_id: string): ChangeCounts => this.chains.counts(certification_id)

  /** What is not confirmed, by row, of one certification or of all. */
  readonly unsentRows = (certification_id?: string): readonly UnsentRow[] =>
    unsentRows(this.chains.all(certification_id))

  /** Tries everything again now, unless somebody else was signed in; it is not waited for what waits for a person. */
  readonly sendNow = (): void => this.sender.goOn('whoever is signed in')

  /** Says that the person of the page is signed in: what waited for them is sent. */
  readonly personIsBack = (): void => this.sender.goOn('the person of the page')

  /** Sends nothing until it is tried again, or `personIsBack`: nobody is signed in, or somebody else. */
  readonly pause = (why: Pause): void => this.sender.stop(why)

  /** Whether another person than that of the page is signed in: nothing may be changed in their name until they are back. */
  readonly isOthers = (): boolean => this.sender.paused === 'other account'

  /** Gives up the changes with these keys, for good. Resolves to whether the device has none of them any more. */
  async discard(keys: ReadonlySet<string>): Promise<boolean> {
    const removing = () => [...this.chains.all()].map((chain) => this.discardFrom(chain, keys))
    return await this.sender.atRest(async () => (await Promise.all(removing())).every(Boolean))
  }

  /** Takes what cannot be read off the device: a person says so. */
  readonly discardUnreadable = (): void => void this.tabs.discardUnreadable()

  private async discardFrom(chain: Chain, keys: ReadonlySet<string>): Promise<boolean> {
    const base = baseOfChain(chain)
    if (!base || !chain.entries.some(({ key }) => keys.has(key))) return true
    const { discarded, relinked } = withoutKeys(chain, keys, base)
    const isOver = chain.entries.length === 0
    const event = { kind: isOver ? 'dropped' : 'looked at', ...rowRefOf(chain), base } as const
    const remove = discarded.map(({ key }) => key)
    const gone = this.write(chain, { remove, put: relinked, halt: isOver ? 'none' : undefined }, event)
    this.events.emit(event)
    return (await gone) || discarded.every(({ written }) => written === 'never')
  }

  /** Calls `fn` with what becomes of the changes of a certification; returns how to stop. */
  subscribe(certification_id: string, fn: (event: OutboxEvent) => void): () => void {
    return this.events.subscribe((event) => {
      if (event.certification_id === certification_id) fn(event)
    })
  }

  private entryOf(row: RowRef, made: Made): ChainEntry {
    const at = this.options.now()
    const n = this.numbers.next(at)
    const key = this.options.newKey()
    const { certification_id, result_id } = row
    const { change, base, after, name, due } = made
    return { certification_id, result_id, n, key, change, base, after, at, name, due, written: 'not yet' }
  }

  /** Writes what was done to a chain, tells the other tabs, and sends what is to be sent by then. */
  private async write(
    chain: Chain,
    { remove = [], put = [], halt }: Step,
    event?: OutboxEvent,
  ): Promise<boolean> {
    this.turned(chain)
    const row = rowRefOf(chain)
    const written = await this.writer.add({ remove, put, ...(halt ? { waits: { row, halt } } : {}) })
    for (const entry of put) entry.written = written ? 'yes' : 'never'
    if (written) this.tabs.postRow(row, event)
    if (put.length > 0)
      setTimeout(() => this.pending(row) && this.events.emit({ kind: 'looked at', ...row }), soonSavedMs)
    this.touch()
    this.sender.wake(chain)
    return written
  }

  private turned(chain: Chain): void {
    this.chains.turned(chain)
    this.touch()
  }

  private saved(chain: Chain, entry: ChainEntry, version: number): void {
    const { certification_id, result_id, entries } = chain
    chain.entries = entries.filter((other) => other !== entry)
    const { key, change } = entry
    chain.kept = { key, version }
    this.chains.confirm(chain, chain.kept)
    this.turned(chain)
    const event = { kind: 'saved', certification_id, result_id, key, version, change } as const
    this.events.emit(event)
    this.tabs.answered(entry, version, chain.entries.length > 0, event)
    this.sender.wake(chain)
  }

  /** All that is on its way for the row is weighed together: a later change must not slip past what an earlier met. */
  private met(chain: Chain, current: Current): void {
    const base = baseOfChain(chain)
    const mine = changeOf(chain)
    if (!base || !mine) return
    const meeting = meetingOf(base, current.value, mine)
    if (meeting === 'against') return this.halt(chain, { kind: 'against', current })
    const event = { kind: meeting, ...rowRefOf(chain), current } as const
    const step: Step =
      meeting === 'apart'
        ? this.rebase(chain, baseOf(current.value))
        : { remove: emptied(chain), halt: 'none' }
    void this.write(chain, step, event)
    this.events.emit(event)
  }

  /** Makes the changes of a chain anew on another base, under new keys; returns what is to be written of that. */
  private rebase(chain: Chain, base: Base): Step {
    const put = rebased(chain.entries, base, this.options.newKey)
    const remove = emptied(chain)
    chain.entries = [...put]
    return { remove, put, halt: 'none' }
  }

  private halt(chain: Chain, halt: Halt): void {
    const base = baseOfChain(chain)
    if (!base) return
    chain.halt = halt
    const event = { kind: 'halted', ...rowRefOf(chain), base, halt } as const
    void this.write(chain, { halt }, event)
    this.events.emit(event)
  }

  private readStatus(): OutboxStatus {
    const { paused, unanswered } = this.sender
    return { ...this.chains.counts(), unreadable: this.tabs.unreadable.length, paused, unanswered }
  }

  private touch(): void {
    reportUnsent(this, this.chains.counts())
    this.status.touch()
  }
}
