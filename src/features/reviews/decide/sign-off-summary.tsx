import { type SignOffPlan, signable } from '#queries/reviews/sign-off-plan.ts'
import { Button } from '#ui/button.tsx'
import { Hint } from '#ui/hint.tsx'
import { numberText } from '#ui/number-text.ts'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './sign-off-summary.module.css'

type Props = {
  readonly plan: SignOffPlan
  /** The same of the list that is shown, where that is narrowed. */
  readonly listed: SignOffPlan | undefined
  /** Whether rows of other reviewers are covered. */
  readonly includesOthers: boolean
}

/** What a sign-off of many covers, and what it leaves out. */
export function SignOffCounts({ plan, listed, includesOthers }: Props) {
  const whose = includesOthers ? 'the rows, those of other reviewers included,' : 'your rows'
  return (
    <>
      <p>
        {plan.total === 0
          ? noneText(plan, whose)
          : `After this only an admin can change these decisions${includesOthers ? ', those of other reviewers included' : ''}.`}
      </p>
      <dl className={styles.counts}>
        {signable.map((name) => (
          <div key={name} className={styles.count}>
            <dt>{decisionLook(name).label}</dt>
            <dd>{numberText(plan.toSign[name])}</dd>
          </div>
        ))}
      </dl>
      {listed && plan.total > 0 && <p>{listedText(listed.total, plan.total)}</p>}
      {leftOutTexts(plan, whose).map((text) => (
        <Hint key={text}>{text}</Hint>
      ))}
    </>
  )
}

function noneText({ needsYou, unsent }: SignOffPlan, whose: string): string {
  return needsYou + unsent > 0
    ? `None of ${whose} can be signed off now.`
    : `None of ${whose} has a decision that is not signed off.`
}

/** Why rows are left out, each counted once. */
function leftOutTexts({ undecided, needsYou, unsent }: SignOffPlan, whose: string): readonly string[] {
  const text = (count: number, why: string, whyMany: string) =>
    count === 0
      ? []
      : `${numberText(count)} of ${whose} ${count === 1 ? `${why} and is` : `${whyMany} and are`} left out.`
  return [
    text(undecided, 'has no decision', 'have no decision'),
    text(needsYou, 'needs you', 'need you'),
    text(unsent, 'has a change that is not saved yet', 'have changes that are not saved yet'),
  ].flat()
}

/** How many of the rows are in the list that is shown. */
function listedText(listed: number, total: number): string {
  const are = listed === 1 ? 'is' : 'are'
  return `The list is filtered: ${numberText(listed)} of these ${numberText(total)} ${are} in it.`
}

type StartProps = Pick<Props, 'plan' | 'listed'> & {
  readonly onStart: (plan: SignOffPlan) => void
}

/** Begins it; where the list is narrowed there are two ways, and neither is taken for the other. */
export function SignOffStart({ plan, listed, onStart }: StartProps) {
  const { total } = plan
  if (total === 0) return null
  return (
    <>
      {listed && listed.total > 0 && (
        <Button look="primary" onClick={() => onStart(listed)}>
          Sign off {rowsText(listed.total)} of this list
        </Button>
      )}
      <Button look={listed && listed.total > 0 ? 'plain' : 'primary'} onClick={() => onStart(plan)}>
        {listed ? `Sign off all ${rowsText(total)}` : `Sign off ${rowsText(total)}`}
      </Button>
    </>
  )
}

function rowsText(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'row' : 'rows'}`
}
