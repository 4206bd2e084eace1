import { refused } from '../../refused.ts'
import type { Changed, ChangeConditions } from '../../reviews.ts'

/** What was done under a key before. */
export type EarlierChange = { readonly version: number; readonly fingerprint: Buffer }

/**
 * The answer to a request whose key was used before: the earlier one when it asks for the same. Throws `Refused`
 * KeyReused when it asks for something else (security 3.4).
 */
export function replay(
  earlier: EarlierChange,
  { fingerprint }: Pick<ChangeConditions, 'fingerprint'>,
): Changed {
  if (!earlier.fingerprint.equals(fingerprint))
    throw refused('KeyReused', 'This Idempotency-Key was used for another request.')
  return { version: earlier.version, replayed: true }
}
