import { decisions } from '#contract/reviews/review-enums.ts'
import { type SignOffSummary, signable } from '#queries/reviews/sign-off.ts'
import { Button } from '#ui/button.tsx'
import { Hint } from '#ui/hint.tsx'
import { numberText } from '#ui/number-text.ts'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './sign-off-summary.module.css'

type Props = {
  readonly summary: SignOffSummary
  /** The same of the list that is shown, where that is narrowed. */
  readonly listed: SignOffSummary | undefined
  /** Whether rows of other reviewers are covered. */
  readonly includesOthers: boolean
}

/** What a sign-off of many covers, and what it leaves out. */
export function SignOffCounts({ summary, listed, includesOthers }: Props) {
  const whose = includesOthers ? 'the rows, those of other reviewers included,' : 'your rows'
  const total = totalOf(summary)
  const undecided = summary.RESULT_DECISION_NONE.total
  return (
    <>
      <p>
        {total === 0
          ? `None of ${whose} has a decision that is not signed off.`
          : `After this only an admin can change these decisions${includesOthers ? ', those of other reviewers included' : ''}.`}
      </p>
      <dl className={styles.counts}>
        {decisions
          .filter((name) => signable.some((known) => known === name))
          .map((name) => (
            <div key={name} className={styles.count}>
              <dt>{decisionLook(name).label}</dt>
              <dd>{numberText(summary[name].total)}</dd>
            </div>
          ))}
      </dl>
      {listed && total > 0 && <p>{listedText(totalOf(listed), total)}</p>}
      {undecided > 0 && (
        <Hint>
          {numberText(undecided)} of {whose} {undecided === 1 ? 'has' : 'have'} no decision and{' '}
          {undecided === 1 ? 'is' : 'are'} left out.
        </Hint>
      )}
    </>
  )
}

/** How many of the rows are in the list that is shown. */
function listedText(listed: number, total: number): string {
  const are = listed === 1 ? 'is' : 'are'
  return `The list is filtered: ${numberText(listed)} of these ${numberText(total)} ${are} in it.`
}

type StartProps = Pick<Props, 'summary' | 'listed'> & {
  readonly running: boolean
  readonly onStart: (summary: SignOffSummary) => void
}

/** Begins it; where the list is narrowed there are two ways, and neither is taken for the other. */
export function SignOffStart({ summary, listed, running, onStart }: StartProps) {
  const total = totalOf(summary)
  if (total === 0) return null
  const inList = listed && totalOf(listed)
  const begun = running ? 'The sign-off has begun.' : undefined
  return (
    <>
      {listed && inList !== undefined && inList > 0 && (
        <Button look="primary" refusal={begun} onClick={() => onStart(listed)}>
          Sign off {rowsText(inList)} of this list
        </Button>
      )}
      <Button look={inList ? 'plain' : 'primary'} refusal={begun} onClick={() => onStart(summary)}>
        {listed ? `Sign off all ${rowsText(total)}` : `Sign off ${rowsText(total)}`}
      </Button>
    </>
  )
}

function rowsText(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'row' : 'rows'}`
}

function totalOf(summary: SignOffSummary): number {
  return signable.reduce((rows, name) => rows + summary[name].total, 0)
}
