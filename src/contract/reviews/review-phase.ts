import type { Certification } from './certification.ts'

/** Where a certification stands in its life, told from what its wire form says. */
export const reviewPhases = [
  'searching',
  'failed',
  'draft',
  'in progress',
  'expired, in grace',
  'expired',
  'completed, in grace',
  'completed',
  'superseded',
] as const
export type ReviewPhase = (typeof reviewPhases)[number]

/** For so long after completion or expiry an admin may still change rows (veza-api B.8), in milliseconds. */
export const gracePeriod = 7 * 24 * 3600 * 1000

type PhaseKeys = Pick<
  Certification,
  'state' | 'published' | 'due_date' | 'expired_at' | 'completed_at' | 'error_reason'
>

/** Whether a certification was replaced or deleted: it is out of use for good, and nothing of it changes any more. */
export function isSuperseded({ state }: Pick<Certification, 'state'>): boolean {
  return state === 'CERT_STATE_SUPERSEDED'
}

/**
 * The phase of a certification at a moment, in milliseconds since 1970. Decisions count until the due date: one that is
 * published expires then by itself, whether or not its wire form says so yet.
 */
export function phaseOf(certification: PhaseKeys, now: number): ReviewPhase {
  const { state, published, due_date, expired_at, completed_at, error_reason } = certification
  if (isSuperseded(certification)) return 'superseded'
  if (error_reason !== '') return 'failed'
  if (state === 'CERT_STATE_SEARCHING') return 'searching'
  if (state === 'CERT_STATE_COMPLETED')
    return inGrace(completed_at, now) ? 'completed, in grace' : 'completed'
  const over = expired_at ?? (published && isOverdue(due_date, now) ? due_date : null)
  if (over !== null) return inGrace(over, now) ? 'expired, in grace' : 'expired'
  return published ? 'in progress' : 'draft'
}

function inGrace(since: string | null, now: number): boolean {
  return since !== null && now < Date.parse(since) + gracePeriod
}

/** Whether a due date has come at a moment, in milliseconds since 1970; never where there is none. */
export function isOverdue(due: string | null, now: number): boolean {
  return due !== null && now >= Date.parse(due)
}

/**
 * When the phase may change next without anybody doing anything, in milliseconds since 1970: at the due date, or where
 * a grace period ends. Undefined where it cannot.
 */
export function nextPhaseChange(certification: PhaseKeys, now: number): number | undefined {
  const { due_date, expired_at, completed_at } = certification
  const ends = [expired_at, due_date, completed_at].flatMap((time) =>
    time === null ? [] : [Date.parse(time), Date.parse(time) + gracePeriod],
  )
  const coming = ends.filter((end) => end > now)
  return coming.length === 0 ? undefined : Math.min(...coming)
}
