import { refused } from '../refused.ts'
import type { Changed, ChangeConditions } from './reviews.ts'
import type { EarlierChange } from './row-store.ts'

type Request = Pick<ChangeConditions, 'fingerprint'>

/**
 * The answer to a change whose key was used before: that of the earlier change, if both ask for the same. Throws
 * `Refused` KeyReused otherwise (security 3.4).
 */
export function replay(earlier: EarlierChange, request: Request): Changed {
  refuseOtherRequest(earlier, request)
  return { version: earlier.version, replayed: true }
}

/** Throws `Refused` KeyReused where a request differs from the earlier one under its key. */
export function refuseOtherRequest(earlier: Request, { fingerprint }: Request): void {
  if (!earlier.fingerprint.equals(fingerprint)) throw keyReused()
}

/** The `Refused` of a request whose key was used for another one (422). */
export function keyReused() {
  return refused('KeyReused', 'This Idempotency-Key was used for another request.')
}
