import type { Decision } from '#contract/reviews/review-enums.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowOrder } from './positions.ts'
import { mayReaderAct, type ReviewViewer } from './rule-input.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { type Signing, type SigningTally, startTally } from './signing-tally.ts'

/** What `signRows` needs. */
export type SignOptions = {
  readonly groups: readonly { readonly decision: Decision; readonly order: RowOrder }[]
  /** Rows of the groups that are not meant, and not counted: changes of them are still to be confirmed. */
  readonly leaveOut: ReadonlySet<number>
  readonly store: RowStore
  readonly pending: PendingChanges
  readonly viewer: ReviewViewer
  /** Whether a row is among those that are meant: a filter may find rows of a namesake. */
  readonly covers: (row: Result) => boolean
  /** Reads rows by their ids, at most `most` at once. */
  readonly read: (ids: readonly number[]) => Promise<readonly Result[]>
  readonly most: number
  readonly onProgress: (progress: Signing) => void
  /** Stops it. */
  readonly signal: AbortSignal
  /** The time by the server's clock, in milliseconds since 1970. */
  readonly now: () => number
}

/**
 * So many sign-offs are on their way at most: enough that no request waits for the device to write the next one, and
 * few enough that little has to be taken back by whoever stops.
 */
const maxWaiting = 12

/**
 * Signs rows off one by one. A row whose decision has changed by then is left out. Resolves when every row is
 * confirmed, left out or refused. When the signal is aborted, and where `read` throws, nothing more is sent: what the
 * server cannot have is taken back, the few requests under way are waited for, and what `read` threw is thrown then.
 */
export async function signRows(options: SignOptions): Promise<void> {
  const { groups, leaveOut, pending, signal } = options
  const total = groups.reduce((rows, { order }) => rows + order.total - countIn(order, leaveOut), 0)
  const tally = startTally({ ...options, total })
  try {
    for (const { decision, order } of groups)
      for (const ids of blocksOf(order, options)) await signSome(ids, decision, tally, options)
    await until(() => tally.look() === 0, pending, signal)
  } catch (error) {
    await tally.withdraw()
    await until(() => tally.look() === 0, pending)
    if (!signal.aborted) throw error
  }
}

/** How many of some rows are in an order. */
export function countIn(order: RowOrder, ids: Iterable<number>): number {
  let count = 0
  for (const id of ids) if (order.positionOf(id) !== undefined) count += 1
  return count
}

function* blocksOf(
  order: RowOrder,
  { most, leaveOut }: Pick<SignOptions, 'most' | 'leaveOut'>,
): Iterable<readonly number[]> {
  for (let from = 0; from < order.total; from += most) {
    const places = Array.from({ length: Math.min(most, order.total - from) }, (_, at) => from + at)
    const ids = places.flatMap((place) => order.idAt(place) ?? []).filter((id) => !leaveOut.has(id))
    if (ids.length > 0) yield ids
  }
}

/** Reads some rows and sends their sign-offs, each as soon as there is room for it. */
async function signSome(
  ids: readonly number[],
  decision: Decision,
  tally: SigningTally,
  { store, pending, viewer, covers, read, now, signal }: SignOptions,
): Promise<void> {
  signal.throwIfAborted()
  const rows = await read(ids)
  store.put(rows)
  const shown = new Set(rows.map(({ result_id }) => result_id))
  for (const id of ids) {
    await until(() => tally.look() < maxWaiting, pending, signal)
    const row = store.get(id)
    const may =
      row !== undefined &&
      shown.has(id) &&
      row.decision === decision &&
      covers(row) &&
      !pending.isPending(id) &&
      !pending.isOthers() &&
      mayReaderAct('sign off', row, viewer, now()) === undefined
    if (!may) tally.leaveOut()
    else {
      tally.wait(id)
      pending.signOff(row)
    }
  }
}

/** Resolves once something holds, looked at after each change at the pending; rejects when the signal is aborted. */
function until(holds: () => boolean, pending: PendingChanges, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => {
      unwatch()
      signal?.removeEventListener('abort', abort)
      then()
    }
    const look = () => {
      if (holds()) end(resolve)
    }
    const abort = () => end(() => reject(signal?.reason))
    const unwatch = pending.subscribe(look)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    else look()
  })
}
