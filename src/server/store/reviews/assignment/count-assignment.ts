import type pg from 'pg'
import type { AssignmentCount } from '#contract/reviews/assignment.ts'
import type { CertificationPlan } from '../../../reviews/certification-store.ts'
import type { Database } from '../../database/connect.ts'
import { inTransaction } from '../../database/transaction.ts'
import { planAssignment } from './plan-assignment.ts'
import { preventsSelfReview } from '../settings/self-review-setting.ts'

/** How many rows a certification that is to be made would have, and how many of them nobody would review, and why. */
export async function countAssignment(
  database: Pick<Database, 'openClient'>,
  plan: CertificationPlan,
): Promise<AssignmentCount> {
  const client = await database.openClient('review rows')
  try {
    return await inTransaction(client, () => countOf(client, plan))
  } finally {
    await client.end()
  }
}

async function countOf(
  client: pg.ClientBase,
  { input, snapshot_id, assignment, workflow_creator }: CertificationPlan,
): Promise<AssignmentCount> {
  const { count } = await planAssignment(client, {
    snapshot_id,
    dynamic_information: input.dynamic_information ?? null,
    assignment: { ...assignment, creator: workflow_creator ?? undefined },
    preventsSelfReview: await preventsSelfReview(client, input.workflow_id),
  })
  return count
}
