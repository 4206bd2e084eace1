import type { Preconditions } from '#client/client.ts'
import type { OutboxIdentity } from '#contract/session/session.ts'
import type { Device } from './device.ts'
import type { RowRef } from './outbox-entry.ts'
import type { RowChange } from '../row-change.ts'

/** What an outbox needs; the optional parts default to those of the browser. */
export type OutboxOptions = {
  /** Makes one change and returns the row's new version; throws `ApiError`. */
  readonly send: (row: RowRef, change: RowChange, on: Preconditions) => Promise<number | undefined>
  /** Resolves when the window has drawn what stands in it now. */
  readonly afterPaint: () => Promise<void>
  /** Opens what this browser keeps; rejects where it keeps nothing. */
  readonly open?: (identity: OutboxIdentity, onLost: () => void) => Promise<Device>
  readonly newKey?: () => string
  /** Between 0 and 1; spreads those who try again. */
  readonly random?: () => number
  /** The time by the clock that dues and ages are told by, in milliseconds since 1970; the device's own unless given. */
  readonly now?: () => number
}
