import { ApiError, failureOf } from '#client/api-error.ts'
import type { Preconditions } from '#client/client.ts'
import { backoffMs } from './waits.ts'
import { type Chain, type ChainEntry, isIncomplete, versionFor } from './chains.ts'
import type { Current } from '../conflict.ts'
import { type Halt, lateness } from './halt.ts'
import { type Outcome, outcomeOf, type Pause } from '../outcome.ts'
import type { RowRef } from './outbox-entry.ts'
import type { RowChange } from '../row-change.ts'

/** What a sender needs, and what it calls when the server has answered. */
export type SenderOptions = {
  /** Makes one change and returns the row's new version; throws `ApiError`. */
  readonly send: (row: RowRef, change: RowChange, on: Preconditions) => Promise<number | undefined>
  /** Whether an entry is this tab's to send now. */
  readonly isMine: (entry: ChainEntry) => boolean
  /** Every chain that has changes. */
  readonly chains: () => Iterable<Chain>
  readonly onSaved: (chain: Chain, entry: ChainEntry, version: number) => void
  readonly onMet: (chain: Chain, current: Current) => void
  readonly onHalted: (chain: Chain, halt: Halt) => void
  readonly onPaused: (why: Pause) => void
  /** Called when sending pauses, goes on, is not answered or is again. */
  readonly onChange: () => void
  /** Between 0 and 1. */
  readonly random: () => number
  /** The time, in milliseconds since 1970. */
  readonly now: () => number
}

type Wait = { readonly timer: ReturnType<typeof setTimeout>; readonly isRetryAfter: boolean }

/** A browser has six connections to a server; one carries news, and reading rows must not wait for decisions. */
const maxInParallel = 4
/** After so many failures in a row it is not one request that is lost: one is tried for all. */
const outageAfter = 4

/**
 * Sends the first change of each chain, at most four rows at a time. A failed request is repeated under the same key,
 * with growing waits, until it is answered.
 */
export class Sender {
  private readonly ready = new Set<Chain>()
  private readonly underWay = new Map<Chain, Promise<void>>()
  private readonly waits = new Map<Chain, Wait>()
  private readonly tries = new Map<Chain, number>()
  private failures = 0
  private rest: ReturnType<typeof setTimeout> | undefined
  private held = false
  private pause: Pause | undefined
  private readonly options: SenderOptions

  constructor(options: SenderOptions) {
    this.options = options
  }

  get paused(): Pause | undefined {
    return this.pause
  }

  /** Whether the server has not answered the last time. */
  get unanswered(): boolean {
    return this.failures > 0
  }

  /** Sends what a chain begins with, as soon as there is room for it. */
  wake(chain: Chain): void {
    this.ready.add(chain)
    this.pump()
  }

  /** Looks at all of them anew, oldest rows first. */
  wakeAll(): void {
    this.ready.clear()
    for (const chain of this.options.chains()) this.ready.add(chain)
    this.pump()
  }

  /** Sends nothing until `goOn`: somebody else is signed in, or nobody. That it was somebody else holds until then. */
  stop(why: Pause): void {
    this.pause = this.pause === 'other account' ? this.pause : why
    this.options.onPaused(this.pause)
    this.options.onChange()
  }

  /**
   * Tries everything again now, except what the server has asked to wait with. After somebody else was signed in it sends
   * nothing until the server has said that the person of the page is: what other tabs tell may be older.
   */
  goOn(who: 'whoever is signed in' | 'the person of the page'): void {
    if (this.pause === 'other account' && who === 'whoever is signed in') return
    this.pause = undefined
    this.endRest()
    for (const [chain, { timer, isRetryAfter }] of this.waits) {
      if (isRetryAfter) continue
      clearTimeout(timer)
      this.waits.delete(chain)
    }
    this.tries.clear()
    this.options.onChange()
    this.wakeAll()
  }

  /** Runs something while nothing is under way and nothing new is begun. */
  async atRest<T>(act: () => Promise<T>): Promise<T> {
    this.held = true
    try {
      await Promise.all(this.underWay.values())
      return await act()
    } finally {
      this.held = false
      this.wakeAll()
    }
  }

  private pump(): void {
    for (const chain of this.ready) {
      if (this.held || this.pause || this.rest !== undefined) return
      if (this.underWay.size >= (this.failures >= outageAfter ? 1 : maxInParallel)) return
      this.ready.delete(chain)
      this.sendHead(chain)
    }
  }

  private sendHead(chain: Chain): void {
    const [head] = chain.entries
    if (!head || chain.halt || this.underWay.has(chain) || this.waits.has(chain)) return
    if (!this.options.isMine(head)) return
    if (isIncomplete(chain)) return this.options.onHalted(chain, { kind: 'incomplete', at: head.at })
    const late = chain.evenLate ? undefined : lateness(head, this.options.now())
    if (late) return this.options.onHalted(chain, late)
    const on = { version: versionFor(chain), key: head.key }
    const request = this.options.send(chain, head.change, on).then(
      (version) => () => this.saved(chain, head, version ?? on.version + 1),
      (error: unknown) => () => this.failed(chain, error),
    )
    const settled = request.then((then) => {
      this.underWay.delete(chain)
      // What is another tab's by now is for that tab to follow: it asks under the same key.
      if (this.options.isMine(head) && chain.entries.includes(head)) then()
      else this.ready.add(chain)
      this.pump()
    })
    this.underWay.set(chain, settled)
  }

  private saved(chain: Chain, head: ChainEntry, version: number): void {
    this.answered(chain)
    this.options.onSaved(chain, head, version)
  }

  private failed(chain: Chain, error: unknown): void {
    const outcome = outcomeOf(failureOf(error))
    if (outcome.kind === 'again') return this.later(chain, error)
    this.answered(chain)
    this.settle(chain, outcome)
  }

  private settle(chain: Chain, outcome: Exclude<Outcome, { kind: 'again' }>): void {
    switch (outcome.kind) {
      case 'pause':
        return this.stop(outcome.why)
      case 'met':
        return this.options.onMet(chain, outcome.current)
      default:
        return this.options.onHalted(chain, outcome)
    }
  }

  private answered(chain: Chain): void {
    this.tries.delete(chain)
    const was = this.failures
    this.failures = 0
    this.endRest()
    if (was > 0) this.options.onChange()
  }

  private later(chain: Chain, error: unknown): void {
    const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined
    const tries = this.tries.get(chain) ?? 0
    this.tries.set(chain, tries + 1)
    const wake = () => {
      this.waits.delete(chain)
      this.wake(chain)
    }
    const timer = setTimeout(wake, retryAfterMs ?? backoffMs(tries, this.options.random()))
    this.waits.set(chain, { timer, isRetryAfter: retryAfterMs !== undefined })
    if (failureOf(error).status !== 429) this.unansweredOnce()
  }

  /** Where nothing gets through, not each row knocks by itself. */
  private unansweredOnce(): void {
    this.failures += 1
    if (this.failures === 1) this.options.onChange()
    if (this.failures < outageAfter || this.rest !== undefined) return
    this.rest = setTimeout(
      () => {
        this.rest = undefined
        this.pump()
      },
      backoffMs(this.failures - outageAfter, this.options.random()),
    )
  }

  private endRest(): void {
    clearTimeout(this.rest)
    this.rest = undefined
  }
}
