import { createEmitter } from '#std/emitter.ts'
import type { Pause } from '../outcome.ts'

/** How many changes of a person are unsent, over all certifications, and what keeps them. */
export type OutboxStatus = {
  /** Changes that the server has not confirmed, those that wait for the person among them. */
  readonly unsent: number
  /** How many of them are on this device and survive the window; the others are in its memory alone. */
  readonly stored: number
  /** Rows whose changes wait for the person. */
  readonly needsYou: number
  /** Changes on this device that cannot be read: damaged, or encrypted with a key that the server no longer gives. */
  readonly unreadable: number
  /** Why nothing is sent for now. */
  readonly paused: Pause | undefined
  /** The last request for a change had no answer. */
  readonly unanswered: boolean
}

const none: OutboxStatus = {
  unsent: 0,
  stored: 0,
  needsYou: 0,
  unreadable: 0,
  paused: undefined,
  unanswered: false,
}

/** Twenty decisions a second are not worth twenty drawings of how many there are, in milliseconds. */
const gatherMs = 100

/** Holds the newest status and calls its subscribers when it changes. */
export class StatusSource {
  private value = none
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly changes = createEmitter()
  private readonly read: () => OutboxStatus

  constructor(read: () => OutboxStatus) {
    this.read = read
  }

  readonly get = (): OutboxStatus => this.value

  /** Calls `fn` after changes of the status, soon and together; returns how to stop. */
  readonly subscribe = this.changes.subscribe

  /** Says that something may have changed. */
  touch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      const next = this.read()
      if (isSame(next, this.value)) return
      this.value = next
      this.changes.emit()
    }, gatherMs)
  }
}

function isSame(before: OutboxStatus, after: OutboxStatus): boolean {
  return (
    before.unsent === after.unsent &&
    before.stored === after.stored &&
    before.needsYou === after.needsYou &&
    before.unreadable === after.unreadable &&
    before.paused === after.paused &&
    before.unanswered === after.unanswered
  )
}
