import { refused } from '../refused.ts'
import type { Changed, ChangeConditions } from './reviews.ts'
import type { EarlierChange } from './row-store.ts'

type Request = Pick<ChangeConditions, 'fingerprint'>

/**
 * The answer to a change whose key was used before: the earlier one when it asks for the same. Throws `Refused`
 * KeyReused when it asks for something else (security 3.4).
 */
export function replay(earlier: EarlierChange, request: Request): Changed {
  refuseOtherRequest(earlier, request)
  return { version: earlier.version, replayed: true }
}

/** Throws `Refused` KeyReused for another request than the one that was made under its key before. */
export function refuseOtherRequest(earlier: Request, { fingerprint }: Request): void {
  if (!earlier.fingerprint.equals(fingerprint)) throw keyReused()
}

/** The refusal of a request whose key was used for another. */
export function keyReused() {
  return refused('KeyReused', 'This Idempotency-Key was used for another request.')
}
