import type { ReactNode } from 'react'
import type { Verdict } from '#contract/review-rules.ts'
import styles from './cells.module.css'
import { type RowDeed, type RowView, rowName } from './kit.ts'

/** The two buttons that a reviewer lives by; none for whoever decides nothing. */
export function decideCell(view: RowView): ReactNode {
  const { row, accept, reject, decides } = view
  if (!decides) return null
  return (
    <span className={styles.decide}>
      <Decide
        view={view}
        deed="accept"
        word="Accept"
        verdict={accept}
        chosen={row.decision === 'RESULT_DECISION_ACCEPTED'}
      />
      <Decide
        view={view}
        deed="reject"
        word="Reject"
        verdict={reject}
        chosen={row.decision === 'RESULT_DECISION_REJECTED'}
      />
    </span>
  )
}

type DecideProps = {
  readonly view: RowView
  readonly deed: RowDeed & ('accept' | 'reject')
  readonly word: string
  readonly verdict: Verdict
  readonly chosen: boolean
}

/** Stays a button where it may not be pressed, so that whoever reaches it learns why. */
function Decide({ view, deed, word, verdict, chosen }: DecideProps) {
  const { row, act } = view
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.button} ${styles[deed]}`}
      aria-label={`${word}: ${rowName(row)}`}
      aria-pressed={chosen}
      aria-disabled={verdict !== undefined}
      data-tip={verdict?.message}
      onClick={() => act(deed, row.result_id)}
    >
      {word}
    </button>
  )
}
