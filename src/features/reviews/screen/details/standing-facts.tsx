import { problemText, reasonsText } from '#contract/reviews/assignment.ts'
import type { Standing } from '#contract/reviews/review-context.ts'
import { useStanding } from '#queries/reviews/standing.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { numberText } from '#ui/number-text.ts'
import styles from './standing-facts.module.css'
import { personText } from '../../parts/people/person-text.ts'

/** Rows that nobody reviews, reviewers who may not review any more, and decisions of people who did not review the row. */
export function StandingFacts({ certification_id }: { readonly certification_id: string }) {
  const { value, failure, retry } = useStanding(certification_id)
  if (failure) return <FailureLine message={failure.message} onRetry={retry} />
  if (!value) return null
  const lines = [...unassignedLines(value), ...problemLines(value), ...othersLines(value)]
  if (lines.length === 0) return null
  return (
    <section>
      <h3>To look at</h3>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function unassignedLines({ assignment: { rows, unassigned, reasons } }: Standing): readonly string[] {
  if (unassigned === 0) return []
  const why = reasons
    .map(
      (group) =>
        `${numberText(group.rows)} ${group.rows === 1 ? 'row' : 'rows'} because ${reasonsText(group.reasons)}`,
    )
    .join('; ')
  const verb = unassigned === 1 ? 'has' : 'have'
  return [`${numberText(unassigned)} of ${numberText(rows)} rows ${verb} no reviewer: ${why}.`]
}

function problemLines({ reviewer_problems }: Standing): readonly string[] {
  return reviewer_problems.map(({ reviewer, problem }) => `${personText(reviewer)} ${problemText(problem)}.`)
}

function othersLines({ decided_by_others: rows }: Standing): readonly string[] {
  if (rows === 0) return []
  return [
    rows === 1
      ? '1 row was decided by somebody who was not its reviewer.'
      : `${numberText(rows)} rows were decided by people who were not their reviewers.`,
  ]
}
