import type { OutboxIdentity } from '#contract/session/session.ts'
import type { ChainEntry, Chains } from './chains.ts'
import type { Device } from './device.ts'
import type { OrderNumbers } from './order-numbers.ts'
import type { ChannelMessage } from './channel-message.ts'
import type { Pause } from '../outcome.ts'
import { type RowRef, rowText } from './outbox-entry.ts'
import type { OutboxEvent } from './outbox-event.ts'
import type { OutboxStore } from './outbox-store.ts'
import type { Sender } from './sender.ts'
import type { Writer } from './writer.ts'

type Options = {
  readonly chains: Chains
  readonly numbers: OrderNumbers
  readonly writer: Writer
  readonly sender: Sender
  readonly openDevice: (identity: OutboxIdentity, onLost: () => void) => Promise<Device>
  /** Called with each row that was read from the device, and with what another tab says has happened to it. */
  readonly onLooked: (row: RowRef, event: OutboxEvent | undefined) => void
  readonly onChange: () => void
  readonly now: () => number
}

/** What this tab has read from the device is as good as new for so long, in milliseconds. */
const freshMs = 1_000

/**
 * Keeps the tabs of one person in step: reads the device, posts and receives messages, and takes part in the election
 * of the tab that sends.
 */
export class Tabs {
  /** The hash of the person; undefined until it is known. */
  actor: string | undefined
  /** Whether this tab is the one that sends what the device has. */
  elected = false
  /** The keys of what is on the device and cannot be read. */
  unreadable: readonly string[] = []
  private device: Device | undefined
  private post: (message: ChannelMessage) => void = () => undefined
  private opening: Promise<void> | undefined
  private elections = 0
  private loadedAt = 0
  private readonly options: Options

  constructor(options: Options) {
    this.options = options
  }

  /** Begins for a person; without an identity, or where the browser keeps nothing, this tab is alone. */
  open(identity: OutboxIdentity | undefined): Promise<void> {
    this.opening ??= this.begin(identity)
    return this.opening
  }

  /** Tells the other tabs to read a row again, and what has happened to it. */
  postRow(row: RowRef, event: OutboxEvent | undefined): void {
    this.post({ kind: 'rows', rows: [{ row, event }] })
  }

  /** Has the tab that sends take a late row too: its person says so. */
  postEvenLate(row: RowRef): void {
    this.post({ kind: 'even late', row })
  }

  /** Takes an answered change off the device. */
  answered(entry: ChainEntry, version: number, followed: boolean, event: OutboxEvent): void {
    const { certification_id, result_id } = entry
    this.device?.store.answered(entry, version, followed).then(
      () => this.postRow({ certification_id, result_id }, event),
      // An entry that stays is sent again under its key at the next visit, which changes nothing.
      () => undefined,
    )
  }

  /** Takes what cannot be read off the device. */
  async discardUnreadable(): Promise<void> {
    const remove = this.unreadable
    if (!(await this.options.writer.add({ remove }))) return
    this.unreadable = []
    this.options.onChange()
  }

  /** Tells the other tabs that nothing is sent for now. */
  postPause(why: Pause): void {
    if (this.elected) this.post({ kind: 'paused', why })
  }

  private async begin(identity: OutboxIdentity | undefined): Promise<void> {
    const { openDevice, writer } = this.options
    this.actor = identity?.actor
    try {
      const device = identity && (await openDevice(identity, () => this.lost()))
      if (device) await this.load(device.store)
      this.device = device
    } catch {
      // A browser that keeps nothing: what is pressed here is sent from memory, and the window asks before it closes.
    }
    writer.start(this.device?.store)
    if (!this.device) return
    const { connect, elect, store } = this.device
    this.post = connect((message) => void this.onMessage(message, store))
    this.post({ kind: 'signed in' })
    elect({
      onElected: () => void this.take(store),
      onLost: () => {
        this.elections += 1
        this.elected = false
      },
    })
  }

  /** Begins to send, once it is sure that this tab knows all that is on the device. */
  private async take(store: OutboxStore): Promise<void> {
    this.elections += 1
    const election = this.elections
    try {
      // A tab that has slept may have missed what another one did.
      if (this.options.now() - this.loadedAt > freshMs) await this.load(store)
    } catch {
      // It goes by what it knows: the server does the same key once.
    }
    if (election !== this.elections) return
    this.elected = true
    this.options.sender.goOn('whoever is signed in')
  }

  private async load(store: OutboxStore): Promise<void> {
    const { chains, numbers, writer, now, onChange, onLooked } = this.options
    await writer.idle()
    const { turn } = chains
    const { rows, unreadable } = await store.readAll()
    if (turn !== chains.turn) return this.load(store)
    const onDevice = new Set(rows.map(rowText))
    const others = [...chains.all()].filter((chain) => !onDevice.has(rowText(chain)))
    const gone = others.map((chain) => ({ ...chain, entries: [], kept: undefined, halt: undefined }))
    for (const row of [...rows, ...gone]) {
      chains.take(row)
      for (const { n } of row.entries) numbers.saw(n)
      onLooked({ certification_id: row.certification_id, result_id: row.result_id }, undefined)
    }
    this.unreadable = unreadable
    this.loadedAt = now()
    onChange()
  }

  private async onMessage(message: ChannelMessage, store: OutboxStore): Promise<void> {
    const { sender } = this.options
    switch (message.kind) {
      case 'rows':
        for (const { row, event } of message.rows) await this.look(row, event, store)
        return
      case 'signed in':
        if (sender.paused) sender.goOn('whoever is signed in')
        return
      case 'even late':
        this.sendEvenLate(message.row)
        return
      default:
        if (!this.elected && sender.paused !== message.why) sender.stop(message.why)
    }
  }

  private sendEvenLate(row: RowRef): void {
    const { chains, sender } = this.options
    const chain = chains.get(row)
    if (!chain) return
    chain.evenLate = true
    chain.halt = undefined
    sender.wake(chain)
  }

  /** What was on the device is gone, as when somebody clears what the browser keeps: this tab alone has it now. */
  private lost(): void {
    const { chains, writer, sender, onChange } = this.options
    writer.start(undefined)
    for (const { entries } of chains.all()) for (const entry of entries) entry.written = 'never'
    onChange()
    sender.goOn('whoever is signed in')
  }

  /** Reads a row again that another tab has done something to. */
  private async look(row: RowRef, event: OutboxEvent | undefined, store: OutboxStore): Promise<void> {
    const { chains, numbers, writer, sender, onChange, onLooked } = this.options
    await writer.idle()
    const { turn } = chains.of(row)
    const stored = await store.readRow(row).catch(() => undefined)
    if (turn !== chains.of(row).turn) return this.look(row, event, store)
    if (!stored) return
    if (event?.kind === 'saved') chains.confirm(row, { key: event.key, version: event.version })
    const chain = chains.take(stored)
    for (const { n } of stored.entries) numbers.saw(n)
    onLooked(row, event)
    onChange()
    // The person is signed in where a change of another tab got through.
    if (event?.kind === 'saved' && sender.paused && !this.elected) sender.goOn('whoever is signed in')
    sender.wake(chain)
  }
}
