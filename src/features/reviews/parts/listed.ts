import type { Certification } from '#contract/reviews/certification.ts'
import { sameUser, type UserKey } from '#contract/people.ts'
import { isOverdue, phaseOf, type ReviewPhase } from '#contract/reviews/review-phase.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { reviewName } from './review-name.ts'

/** A certification as the list shows it. */
export type ListedCertification = {
  readonly certification: Certification
  readonly workflow: Workflow | undefined
  /** Its name, or that of its workflow with the day it started. */
  readonly name: string
  readonly workflowName: string
  readonly phase: ReviewPhase
  /** Whether its due date has come. */
  readonly overdue: boolean
  /** Decided rows among all that the counters cover, 0 to 1; 0 where there are none. */
  readonly share: number
}

/** Certifications with what the list says of them at a moment (milliseconds since 1970), days written in `zone`. */
export function listedOf(
  certifications: readonly Certification[],
  workflows: readonly Workflow[],
  now: number,
  zone: string,
): readonly ListedCertification[] {
  const byId = new Map(workflows.map((workflow) => [workflow.workflow_id, workflow]))
  return certifications.map((certification) => {
    const { workflow_id, total_complete_count: decided, total_result_count: all } = certification
    const workflow = byId.get(workflow_id)
    const workflowName = workflow?.name ?? workflow_id
    return {
      certification,
      workflow,
      workflowName,
      name: reviewName(certification, workflowName, zone),
      phase: phaseOf(certification, now),
      overdue: isOverdue(certification.due_date, now),
      share: all > 0 ? decided / all : 0,
    }
  })
}

/** Whether a certification is somebody's own to run: they created it, or own or created its workflow. */
export function isOwn({ certification, workflow }: ListedCertification, user: UserKey): boolean {
  const { created_by, creator } = certification
  return [created_by, creator, workflow?.owner, workflow?.creator].some(
    (person) => person && sameUser(person, user),
  )
}
