import type { Actor } from '#contract/permissions.ts'
import { Refused } from '../refused.ts'

const proofLasts = 10 * 60_000

/**
 * Refuses what takes a proof of the last ten minutes of who uses the session (step-up). It binds sessions that somebody
 * signed in to; an API key is a proof of its own, and those who came in by the open entrance have nothing to prove.
 * Throws `Refused` FreshProofRequired (403, reason FRESH_PROOF_REQUIRED); `confirmIdentity` mends it.
 */
export function requireFreshProof(actor: Actor, now: Date): void {
  if (actor.via === 'key' || !actor.session || actor.session.method === 'entrance') return
  const age = now.getTime() - Date.parse(actor.session.authenticated_at)
  if (age <= proofLasts) return
  throw new Refused({
    code: 'FreshProofRequired',
    reason: 'FRESH_PROOF_REQUIRED',
    message: 'This takes a proof of the last ten minutes that it is you.',
    resolution: 'Confirm who you are, then do it again.',
  })
}
