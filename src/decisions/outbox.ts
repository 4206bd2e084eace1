import { ApiError, failureOf } from '#client/api-error.ts'
import type { Preconditions } from '#client/client.ts'
import type { Failure } from '#contract/errors.ts'
import type { Result } from '#contract/result.ts'
import { type Current, meetingOf, readCurrent } from './conflict.ts'
import { type Connection, createConnection } from './connection.ts'
import { type Changeable, mergedChange, partOf, type RowChange } from './row-change.ts'

/** A row as the server is known to have it, so far as changes of it are concerned. */
export type Base = Pick<Result, Changeable | 'version'>

/** Why a change waits for a person: the server will not have it, or a colleague has changed the same thing. */
export type Halt =
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'against'; readonly current: Current }

/** What has become of the changes of a row. */
export type OutboxEvent =
  | { readonly kind: 'saved'; readonly id: number; readonly version: number; readonly change: RowChange }
  | { readonly kind: 'already so' | 'apart'; readonly id: number; readonly current: Current }
  | { readonly kind: 'halted'; readonly id: number; readonly base: Base; readonly halt: Halt }

export type OutboxOptions = {
  /** Makes one change and returns the row's new version; throws `ApiError`. */
  readonly send: (id: number, change: RowChange, on: Preconditions) => Promise<number | undefined>
  readonly told: (event: OutboxEvent) => void
  /** Called when the server has not answered for a while, and when it does again. */
  readonly offline: (offline: boolean) => void
  readonly newKey?: () => string
  /** Between 0 and 1; spreads those who try again. */
  readonly random?: () => number
}

type Entry = { readonly change: RowChange; readonly key: string }
type Chain = { base: Base; entries: Entry[]; tries: number; halt: Halt | undefined }

/** A browser has six connections to a server; one carries news, and reading rows must not wait for decisions. */
const mostInParallel = 4
const firstWaitMs = 250
const longestWaitMs = 30_000

/**
 * Changes on their way to the server (security 3.2): in order for each row, four rows at a time, each under its own key
 * and on condition of the version that it was made on. A change of a row that is still on its way takes the version
 * that the one before it returns, so nobody conflicts with themselves. What cannot be sent now is sent again under the
 * same key; nothing is ever dropped unless a person says so.
 */
export class Outbox {
  private readonly chains = new Map<number, Chain>()
  private readonly ready = new Set<number>()
  private readonly options: Required<OutboxOptions>
  private readonly connection: Connection
  private sending = 0
  private count = 0

  constructor(options: OutboxOptions) {
    this.options = { newKey: () => crypto.randomUUID(), random: Math.random, ...options }
    this.connection = createConnection(options.offline)
  }

  /** How many changes the server has not confirmed, those that wait for a person among them. */
  get unsent(): number {
    return this.count
  }

  /** Takes a change of a row that was shown as `base`. One that the server refused before gives way to it. */
  add(id: number, change: RowChange, base: Base): void {
    const entry = { change, key: this.options.newKey() }
    const chain = this.chains.get(id)
    if (!chain || chain.halt?.kind === 'refused') this.start(id, [entry], chain?.base ?? base)
    else {
      chain.entries.push(entry)
      this.count += 1
    }
    this.pump()
  }

  /** The changes of a row that are not confirmed, as one; undefined when there are none. */
  pending(id: number): RowChange | undefined {
    const chain = this.chains.get(id)
    return chain && mergedChange(chain.entries.map(({ change }) => change))
  }

  /** Why the changes of a row wait for a person, undefined when they do not. */
  halted(id: number): Halt | undefined {
    return this.chains.get(id)?.halt
  }

  /** Sends what was refused once more, as it is. */
  retry(id: number): void {
    const chain = this.chains.get(id)
    if (!chain?.halt) return
    chain.halt = undefined
    this.ready.add(id)
    this.pump()
  }

  /** Puts another change in the place of those that wait for a person, made on the row as it stands now. */
  replace(id: number, change: RowChange, base: Base): void {
    if (!this.chains.get(id)?.halt) return
    this.start(id, [{ change, key: this.options.newKey() }], base)
    this.pump()
  }

  /** Gives up what waits for a person. */
  drop(id: number): void {
    if (this.chains.get(id)?.halt) this.remove(id)
  }

  private start(id: number, entries: Entry[], base: Base): void {
    this.remove(id)
    this.chains.set(id, { base, entries, tries: 0, halt: undefined })
    this.count += entries.length
    this.ready.add(id)
  }

  private remove(id: number): void {
    this.count -= this.chains.get(id)?.entries.length ?? 0
    this.chains.delete(id)
    this.ready.delete(id)
  }

  private pump(): void {
    for (const id of this.ready) {
      if (this.sending >= mostInParallel) return
      this.ready.delete(id)
      this.sendHead(id)
    }
  }

  private sendHead(id: number): void {
    const chain = this.chains.get(id)
    const head = chain?.entries[0]
    if (!chain || !head) return
    this.sending += 1
    const settled = (then: () => void) => {
      this.sending -= 1
      then()
      this.pump()
    }
    this.options.send(id, head.change, { version: chain.base.version, key: head.key }).then(
      (version) => settled(() => this.saved(id, chain, head, version)),
      (error: unknown) => settled(() => this.failed(id, chain, error)),
    )
  }

  private saved(id: number, chain: Chain, { change }: Entry, version = chain.base.version + 1): void {
    this.connection.answered()
    this.count -= 1
    chain.entries.shift()
    chain.tries = 0
    chain.base = { ...chain.base, ...partOf(change), version }
    if (chain.entries.length > 0) this.ready.add(id)
    else this.chains.delete(id)
    this.options.told({ kind: 'saved', id, version, change })
  }

  private failed(id: number, chain: Chain, error: unknown): void {
    const failure = failureOf(error)
    if (mayPass(failure)) return this.later(id, chain, error)
    this.connection.answered()
    chain.tries = 0
    const current = failure.status === 412 ? readCurrent(failure.current) : undefined
    if (current) this.meet(id, chain, current)
    else this.halt(id, chain, { kind: 'refused', failure })
  }

  private later(id: number, chain: Chain, error: unknown): void {
    const asked = error instanceof ApiError ? error.retryAfterMs : undefined
    if (failureOf(error).status !== 429) this.connection.silent()
    const spread = this.options.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** chain.tries)
    chain.tries += 1
    setTimeout(() => {
      this.ready.add(id)
      this.pump()
    }, asked ?? spread)
  }

  /** All that is on its way for the row is weighed together: a later change must not slip past what an earlier met. */
  private meet(id: number, chain: Chain, current: Current): void {
    const mine = mergedChange(chain.entries.map(({ change }) => change))
    const meeting = meetingOf(chain.base, current.value, mine)
    if (meeting === 'against') return this.halt(id, chain, { kind: 'against', current })
    if (meeting === 'already so') this.remove(id)
    else {
      const entries = chain.entries.map((entry) => ({ ...entry, key: this.options.newKey() }))
      this.start(id, entries, current.value)
    }
    this.options.told({ kind: meeting, id, current })
  }

  private halt(id: number, chain: Chain, halt: Halt): void {
    chain.halt = halt
    this.options.told({ kind: 'halted', id, base: chain.base, halt })
  }
}

/** Whether the same request may succeed a little later: no answer, too busy, or still at work on it. */
function mayPass({ status, code }: Failure): boolean {
  if (code === 'page' || code === 'contract-mismatch') return false
  return status === 0 || status === 408 || status === 409 || status === 429 || status >= 500
}
