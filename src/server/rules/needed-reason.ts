import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange } from '#contract/reviews/result.ts'
import { isBlank } from '#contract/text.ts'
import { invalid, type Refused } from '../refused.ts'

/**
 * The refusal of a forced change that does not say why it is made: a key says it in `notes`, which the vendor's call has
 * and everybody who reads the row sees, the page in `reason`, which goes into the log.
 */
export function neededReason({ via }: Actor, { notes, reason }: ForcedChange): Refused | undefined {
  const field = via === 'key' ? 'notes' : 'reason'
  const text = via === 'key' ? notes : reason
  return text !== undefined && !isBlank(text)
    ? undefined
    : invalid(field, 'must say why the change is forced')
}
