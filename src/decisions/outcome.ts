import { type Failure } from '#contract/errors.ts'
import { type Current, readCurrent } from './conflict.ts'

/** Why nothing can be sent: the session has ended, or belongs to another account. */
export const pauses = ['signed out', 'other account'] as const
/** One of the reasons above. */
export type Pause = (typeof pauses)[number]

/** What follows from a failed request (table in docs/decisions/0016-durable-outbox.md). */
export type Outcome =
  /** The same request may succeed a little later. */
  | { readonly kind: 'again' }
  | { readonly kind: 'pause'; readonly why: Pause }
  /** Somebody has changed the row since: as it stands now. */
  | { readonly kind: 'met'; readonly current: Current }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** Sorts a failed request; status 0 stands for no answer. */
export function outcomeOf(failure: Failure): Outcome {
  const { status, code } = failure
  if (code === 'page' || code === 'contract-mismatch') return { kind: 'refused', failure }
  if (code === 'OtherAccount') return { kind: 'pause', why: 'other account' }
  if (status === 401 || code === 'session-refused') return { kind: 'pause', why: 'signed out' }
  if (status === 0 || status === 408 || status === 409 || status === 429 || status >= 500)
    return { kind: 'again' }
  const current = status === 412 ? readCurrent(failure.current) : undefined
  return current ? { kind: 'met', current } : { kind: 'refused', failure }
}
