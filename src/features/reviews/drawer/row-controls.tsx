import { useId } from 'react'
import type { RowAction } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import { mayReaderAct } from '#queries/reviews/rule-input.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import type { IconName } from '#ui/icon.tsx'
import styles from './row-controls.module.css'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { notCovered } from '../filters/others.ts'

type Control = { readonly action: RowAction; readonly word: string; readonly icon?: IconName }

const controls: readonly Control[] = [
  { action: 'accept', word: 'Accept', icon: 'check' },
  { action: 'reject', word: 'Reject', icon: 'close' },
  { action: 'fix', word: 'Mark as fixed' },
  { action: 'note', word: 'Note …' },
  { action: 'reassign', word: 'Reassign …' },
  { action: 'sign off', word: 'Sign off this row …' },
]

/** What can be done to the row; a button that cannot be pressed stays, and why not is said below, as the server would. */
export function RowControls({ row }: { readonly row: Result }) {
  const { viewer, now, act, covers } = useReview()
  const { inRow } = useReviewList().work
  const id = useId()
  // Whether single keys act on the row too; where not, that is said.
  const covered = covers(row)
  const offered = controls
    // Fixed is offered on a rejected row alone, though the server takes it on an accepted one (design, section 9).
    .filter(({ action }) => action !== 'fix' || row.decision === 'RESULT_DECISION_REJECTED')
    .map((control) => ({ ...control, why: mayReaderAct(control.action, row, viewer, now)?.message }))
  const reasons = [...new Set(offered.flatMap(({ why }) => why ?? []))]
  const pressed: Partial<Record<RowAction, boolean>> = {
    accept: row.decision === 'RESULT_DECISION_ACCEPTED',
    reject: row.decision === 'RESULT_DECISION_REJECTED',
  }
  return (
    <div className={styles.controls}>
      <ButtonRow>
        {offered.map(({ action, word, icon, why }) => (
          <Button
            key={action}
            icon={icon}
            className={pressed[action] ? styles[action] : undefined}
            aria-pressed={pressed[action]}
            aria-disabled={why !== undefined}
            data-tip={why}
            aria-describedby={why === undefined ? undefined : `${id}-${reasons.indexOf(why)}`}
            onClick={() => inRow(row.result_id, () => act(action, row.result_id))}
          >
            {word}
          </Button>
        ))}
      </ButtonRow>
      {(reasons.length > 0 || !covered) && (
        <ul className={styles.why}>
          {!covered && <li>{notCovered}</li>}
          {reasons.map((reason, place) => (
            <li key={reason} id={`${id}-${place}`}>
              {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
