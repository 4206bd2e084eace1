import type { Kysely } from 'kysely'
import { doubtsOf, type PublishDoubt } from '#contract/reviews/assignment.ts'
import { Refused } from '../../../refused.ts'
import type { CertificationRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { unassignedOf } from './standing.ts'

type Draft = Pick<CertificationRow, 'due_date'> & { readonly number: number }

/**
 * Throws `Refused` FailedPrecondition where there is something to ask about before a draft is published that is not
 * among what was confirmed: a violation of `confirm` for each. Takes a transaction in which the draft is locked.
 */
export async function refuseDoubts(
  db: Kysely<Schema>,
  { number, due_date }: Draft,
  confirmed: readonly PublishDoubt[],
): Promise<void> {
  const { rows, unassigned } = await unassignedOf(db, number)
  const open = doubtsOf({ rows, unassigned, due_date }).filter(({ doubt }) => !confirmed.includes(doubt))
  if (open.length === 0) return
  throw new Refused({
    code: 'FailedPrecondition',
    message: `${open.map(({ sentence }) => sentence).join(' ')} To publish it all the same, name this in confirm.`,
    violations: open.map(({ doubt, sentence }) => ({
      field: 'confirm',
      description: `${doubt}: ${sentence}`,
    })),
  })
}
