import { useId } from 'react'
import { mayAct } from '#contract/review-rules.ts'
import type { Result } from '#contract/result.ts'
import { type ReviewReader, situationOf } from '#queries/row-situation.ts'
import { Button } from '#ui/button.tsx'
import type { IconName } from '#ui/icon.tsx'
import styles from './drawer.module.css'
import type { ReviewKit, RowDeed } from './kit.ts'

type Control = { readonly deed: RowDeed; readonly word: string; readonly icon?: IconName }

const controls: readonly Control[] = [
  { deed: 'accept', word: 'Accept', icon: 'check' },
  { deed: 'reject', word: 'Reject', icon: 'close' },
  { deed: 'fix', word: 'Mark as fixed' },
  { deed: 'note', word: 'Note …' },
  { deed: 'reassign', word: 'Reassign …' },
  { deed: 'sign off', word: 'Sign off …' },
]

type Props = {
  readonly row: Result
  readonly reader: ReviewReader
  readonly now: number
  readonly act: ReviewKit['act']
}

/** What can be done to the row; a button that cannot be pressed stays, and why not is said below, as the server would. */
export function RowControls({ row, reader, now, act }: Props) {
  const id = useId()
  const situation = situationOf(row, reader, now)
  const offered = controls
    // Fixed is offered on a rejected row alone, though the server takes it on an accepted one (design, section 9).
    .filter(({ deed }) => deed !== 'fix' || situation.decision === 'RESULT_DECISION_REJECTED')
    .map((control) => ({ ...control, why: mayAct(control.deed, situation)?.message }))
  const reasons = [...new Set(offered.flatMap(({ why }) => why ?? []))]
  const pressed: Partial<Record<RowDeed, boolean>> = {
    accept: situation.decision === 'RESULT_DECISION_ACCEPTED',
    reject: situation.decision === 'RESULT_DECISION_REJECTED',
  }
  return (
    <>
      <div className={styles.actions}>
        {offered.map(({ deed, word, icon, why }) => (
          <Button
            key={deed}
            icon={icon}
            aria-pressed={pressed[deed]}
            aria-disabled={why !== undefined}
            aria-describedby={why === undefined ? undefined : `${id}-${reasons.indexOf(why)}`}
            onClick={() => act(deed, row.result_id)}
          >
            {word}
          </Button>
        ))}
      </div>
      {reasons.length > 0 && (
        <ul className={styles.why}>
          {reasons.map((reason, place) => (
            <li key={reason} id={`${id}-${place}`}>
              {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
