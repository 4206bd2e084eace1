import type pg from 'pg'
import { type AssignmentCount, reasonsText } from '#contract/reviews/assignment.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { type RowToReport, rowsToReport } from '../../../store/reviews/assignment/rows-to-report.ts'
import type { Snapshot } from '../../../store/reviews/access/load-access.ts'
import { creatorOf } from '../../../store/reviews/certifications/local-workflow.ts'
import { planAssignment, type PlannedAssignment } from '../../../store/reviews/assignment/plan-assignment.ts'
import { preventsSelfReview } from '../../../store/reviews/settings/self-review-setting.ts'
import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import type { ResultFile } from '../file/result-file.ts'

/** How the rows of a snapshot will be assigned, and how many people are not, by what keeps them from reviewing. */
export type AssignmentTold = AssignmentCount & { readonly passedOver: PlannedAssignment['passedOver'] }

/** A snapshot that is loaded, and what is to be made of it. */
type Wishes = {
  readonly snapshot: Pick<Snapshot, 'snapshot_id'>
  readonly summary: SnapshotSummary
  readonly workflow: string
  readonly reviewers: readonly WorkflowUser[]
  /** Who is to own the workflow, where it is still to be made or has nobody. */
  readonly owner: WorkflowUser | undefined
}

/**
 * Works out who will review the rows of a snapshot that is loaded, and reports the lines whose row nobody reviews, and
 * the people whom lines name and who do not. Takes a client with a transaction open, which is undone afterwards.
 */
export async function tellAssignment(
  client: pg.Client,
  { snapshot: { snapshot_id }, summary: { managers, owners }, ...wishes }: Wishes,
  report: ResultFile,
): Promise<AssignmentTold> {
  const workflow = await creatorOf(client, wishes.workflow)
  const planned = await planAssignment(client, {
    snapshot_id,
    dynamic_information: null,
    assignment: {
      users_manager: managers,
      resource_managers: owners,
      reviewers: [...wishes.reviewers],
      fallback_reviewers: [],
      creator: workflow?.creator ?? wishes.owner,
    },
    preventsSelfReview: await preventsSelfReview(client, workflow?.workflow_id ?? ''),
  })
  for await (const rows of rowsToReport(client, planned)) await report.add(rows.map(entryOf))
  return { ...planned.count, passedOver: planned.passedOver }
}

function entryOf({ line, other_lines, unassigned, passed_over }: RowToReport): object {
  const people = passed_over.filter(({ person }) => person !== '')
  return {
    kind: unassigned ? 'nobody reviews the row of this line' : 'somebody asked for does not review this row',
    line,
    ...(other_lines.length > 0 && { other_lines }),
    ...(unassigned && { why: reasonsText([...new Set(passed_over.map(({ why }) => why))]) }),
    people: people.map(({ person, why }) => ({ person, why: reasonsText([why]) })),
  }
}
