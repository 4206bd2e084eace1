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

type PhaseKeys = Pick<Certification, 'state' | 'published' | 'expired_at' | 'completed_at' | 'error_reason'>

/** The phase of a certification at a moment, in milliseconds since 1970. */
export function phaseOf(certification: PhaseKeys, now: number): ReviewPhase {
  const { state, published, expired_at, completed_at, error_reason } = certification
  if (state === 'CERT_STATE_SUPERSEDED') return 'superseded'
  if (error_reason !== '') return 'failed'
  if (state === 'CERT_STATE_SEARCHING') return 'searching'
  if (state === 'CERT_STATE_COMPLETED')
    return inGrace(completed_at, now) ? 'completed, in grace' : 'completed'
  if (expired_at !== null) return inGrace(expired_at, now) ? 'expired, in grace' : 'expired'
  return published ? 'in progress' : 'draft'
}

function inGrace(since: string | null, now: number): boolean {
  return since !== null && now < Date.parse(since) + gracePeriod
}
