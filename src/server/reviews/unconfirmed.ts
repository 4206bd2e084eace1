import type { PublishDoubt } from '#contract/reviews/assignment.ts'
import { Refused } from '../refused.ts'

type Doubt = { readonly doubt: PublishDoubt; readonly sentence: string }

/**
 * The `Refused` FailedPrecondition of a request that leaves these doubts unconfirmed. `remedy` is a sentence about
 * how to do it all the same.
 */
export function unconfirmed(doubts: readonly Doubt[], remedy: string): Refused {
  return new Refused({
    code: 'FailedPrecondition',
    message: `${doubts.map(({ sentence }) => sentence).join(' ')} ${remedy}`,
    violations: doubts.map(({ doubt, sentence }) => ({
      field: 'confirm',
      description: `${doubt}: ${sentence}`,
    })),
  })
}
