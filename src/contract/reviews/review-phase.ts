import type { Certification } from './certification.ts'

/**
 * The phases in the life of a certification, computed from its fields by `phaseOf`. `in grace`: an admin may still
 * change rows.
 */
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

/** How long after completion or expiry an admin may still change rows (veza-api B.8), in milliseconds. */
export const gracePeriod = 7 * 24 * 3600 * 1000

type PhaseKeys = Pick<
  Certification,
  'state' | 'published' | 'due_date' | 'expired_at' | 'completed_at' | 'error_reason'
>

/** Whether a certification was replaced or deleted. It stays as it is from then on. */
export function isSuperseded({ state }: Pick<Certification, 'state'>): boolean {
  return state === 'CERT_STATE_SUPERSEDED'
}

/**
 * The phase of a certification at `now` (milliseconds since 1970). A published one counts as expired from its due
 * date on, even before the server has set `expired_at`.
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

/** Whether a due date (RFC 3339) has come at `now` (milliseconds since 1970); false where there is none. */
export function isOverdue(due: string | null, now: number): boolean {
  return due !== null && now >= Date.parse(due)
}

/**
 * The next moment after `now` at which time alone may change the phase: the due date, or the end of a grace period.
 * Both in milliseconds since 1970; undefined where there is none.
 */
export function nextPhaseChange(certification: PhaseKeys, now: number): number | undefined {
  const { due_date, expired_at, completed_at } = certification
  const ends = [expired_at, due_date, completed_at].flatMap((time) =>
    time === null ? [] : [Date.parse(time), Date.parse(time) + gracePeriod],
  )
  const coming = ends.filter((end) => end > now)
  return coming.length === 0 ? undefined : Math.min(...coming)
}
