import type { ReactNode } from 'react'
import type { RowAction, Verdict } from '#contract/reviews/review-rules.ts'
import styles from './cells.module.css'
import { rowName } from '#decisions/row-name.ts'
import { chooseBox } from './choose-box.tsx'
import type { RowView } from './row-view.ts'

/** The two buttons that a reviewer lives by; none for whoever decides nothing. */
export function decideCell(view: RowView, besides?: ReactNode): ReactNode {
  const { row, accept, reject, decides } = view
  if (!decides) return null
  return (
    <span className={styles.decide}>
      <Decide
        view={view}
        action="accept"
        word="Accept"
        verdict={accept}
        chosen={row.decision === 'RESULT_DECISION_ACCEPTED'}
      />
      <Decide
        view={view}
        action="reject"
        word="Reject"
        verdict={reject}
        chosen={row.decision === 'RESULT_DECISION_REJECTED'}
      />
      {besides}
    </span>
  )
}

/** The same along the foot of a card, where the row is chosen too. */
export function decideOnFoot(view: RowView): ReactNode {
  return decideCell(view, chooseBox(view))
}

type DecideProps = {
  readonly view: RowView
  readonly action: RowAction & ('accept' | 'reject')
  readonly word: string
  readonly verdict: Verdict
  readonly chosen: boolean
}

/** Stays a button where it may not be pressed, so that whoever reaches it learns why. */
function Decide({ view, action, word, verdict, chosen }: DecideProps) {
  const { row, act } = view
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.button} ${styles[action]}`}
      aria-label={`${word}: ${rowName(row)}`}
      aria-pressed={chosen}
      aria-disabled={verdict !== undefined}
      data-tip={verdict?.message}
      onClick={({ detail }) => act(action, row.result_id, detail > 0)}
    >
      {word}
    </button>
  )
}
