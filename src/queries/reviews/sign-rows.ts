import type { Decision } from '#contract/reviews/review-enums.ts'
import { mayAct } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowOrder } from './positions.ts'
import { type ReviewViewer, ruleInputOf } from './rule-input.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** The progress of a sign-off of many rows. */
export type Signing = {
  readonly total: number
  /** Confirmed by the server. */
  readonly signed: number
  /** Left out: decided otherwise since they were counted, no longer the reader's, or not to be signed by the rules. */
  readonly skipped: number
  /** Waiting for the reader: the server did not take them. */
  readonly refused: number
}

/** What `signRows` needs. */
export type SignOptions = {
  readonly groups: readonly { readonly decision: Decision; readonly order: RowOrder }[]
  readonly store: RowStore
  readonly pending: PendingChanges
  readonly viewer: ReviewViewer
  /** Whether a row is among those that are meant: a filter may find rows of a namesake. */
  readonly covers: (row: Result) => boolean
  /** Reads rows by their ids, at most `most` at once. */
  readonly read: (ids: readonly number[]) => Promise<readonly Result[]>
  readonly most: number
  readonly onProgress: (progress: Signing) => void
  readonly signal: AbortSignal
  /** The time by the server's clock, in milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Signs rows off one by one. A row whose decision has changed by then is left out. Resolves when every row is
 * confirmed, left out or refused. Throws what `read` throws, and when the signal is aborted.
 */
export async function signRows(options: SignOptions): Promise<void> {
  const { groups, pending, most, signal, onProgress } = options
  const sent = new Set<number>()
  let skipped = 0
  const total = groups.reduce((rows, { order }) => rows + order.total, 0)
  const look = () => {
    const states = [...sent].map((id) => pending.states.get(id)?.kind)
    const signed = states.filter((kind) => kind === 'saved').length
    const refused = states.filter((kind) => kind === 'needs you').length
    const waiting = states.filter((kind) => kind === 'saving' || kind === 'on this device').length
    onProgress({ total, signed, skipped, refused })
    return waiting
  }
  for (const { decision, order } of groups) {
    for (let from = 0; from < order.total; from += most) {
      signal.throwIfAborted()
      skipped += await signSome(idsOf(order, from, most), decision, sent, options)
      await until(() => look() === 0, pending, signal)
    }
  }
  look()
}

function idsOf(order: RowOrder, from: number, most: number): readonly number[] {
  const places = Array.from({ length: Math.min(most, order.total - from) }, (_, at) => from + at)
  return places.flatMap((place) => order.idAt(place) ?? [])
}

/** Sends the sign-offs of some rows and returns how many were left out. */
async function signSome(
  ids: readonly number[],
  decision: Decision,
  sent: Set<number>,
  { store, pending, viewer, covers, read, now }: SignOptions,
): Promise<number> {
  const rows = await read(ids)
  store.put(rows)
  const may = rows.filter(
    (row) =>
      row.decision === decision &&
      covers(row) &&
      !pending.isPending(row.result_id) &&
      mayAct('sign off', ruleInputOf(row, viewer, now())) === undefined,
  )
  for (const row of may) {
    sent.add(row.result_id)
    pending.signOff(row)
  }
  return ids.length - may.length
}

/** Resolves once something holds, looked at after each change at the pending. */
function until(holds: () => boolean, pending: PendingChanges, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => {
      unwatch()
      signal.removeEventListener('abort', abort)
      then()
    }
    const look = () => {
      if (holds()) end(resolve)
    }
    const abort = () => end(() => reject(signal.reason))
    const unwatch = pending.subscribe(look)
    signal.addEventListener('abort', abort)
    look()
  })
}
