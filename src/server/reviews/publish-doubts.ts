import { doubtsOf, type PublishDoubt } from '#contract/reviews/assignment.ts'
import type { OpenCertifications, StoredCertification } from './certification-store.ts'
import { unconfirmed } from './unconfirmed.ts'

/**
 * Throws `Refused` FailedPrecondition where a locked draft looks incomplete and that is not among the `confirmed`
 * doubts: one violation of `confirm` for each.
 */
export async function refuseDoubts(
  open: Pick<OpenCertifications, 'unassigned'>,
  { number, due_date }: Pick<StoredCertification, 'number' | 'due_date'>,
  confirmed: readonly PublishDoubt[],
): Promise<void> {
  const { rows, unassigned } = await open.unassigned(number)
  const doubts = doubtsOf({ rows, unassigned, due_date }).filter(({ doubt }) => !confirmed.includes(doubt))
  if (doubts.length > 0) throw unconfirmed(doubts, 'To publish it all the same, name this in confirm.')
}
