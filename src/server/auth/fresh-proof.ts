import type { Actor } from '#contract/permissions.ts'
import { Refused } from '../refused.ts'

/** Exports of more rows take a fresh proof. */
export const maxRowsWithoutProof = 50_000

const proofLasts = 10 * 60_000

/** Whether somebody came in by the open entrance: what they take away is of the demonstration. */
export function isAtEntrance(actor: Actor): boolean {
  return actor.via === 'session' && actor.session?.method === 'entrance'
}

/** Whether what takes a fresh proof is open to a caller, as `requireFreshProof` says. */
export function hasFreshProof(actor: Actor, now: Date): boolean {
  if (actor.via === 'key' || !actor.session || isAtEntrance(actor)) return true
  return now.getTime() - Date.parse(actor.session.authenticated_at) <= proofLasts
}

/**
 * Refuses what takes a proof of the last ten minutes of who uses the session (step-up). It binds sessions that somebody
 * signed in to; an API key is a proof of its own, and those who came in by the open entrance have nothing to prove.
 * Throws `Refused` FreshProofRequired (403, reason FRESH_PROOF_REQUIRED); `confirmIdentity` mends it.
 */
export function requireFreshProof(actor: Actor, now: Date): void {
  if (hasFreshProof(actor, now)) return
  throw proofNeeded()
}

/** The refusal of what takes a fresh proof. */
export function proofNeeded(): Refused {
  return new Refused({
    code: 'FreshProofRequired',
    reason: 'FRESH_PROOF_REQUIRED',
    message: 'This takes a proof of the last ten minutes that it is you.',
    resolution: 'Confirm who you are, then do it again.',
  })
}
