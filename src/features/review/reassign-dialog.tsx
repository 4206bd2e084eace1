import { useState } from 'react'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/result.ts'
import type { RowChange } from '#decisions/row-change.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { ChosenPeople } from './chosen-people.tsx'
import styles from './deed.module.css'
import { rowName } from './kit.ts'
import { Refusal } from './refusal.tsx'
import { PeoplePicker } from './people-picker.tsx'
import { rememberReviewers } from './recent-reviewers.ts'

type Props = {
  readonly row: Result
  /** Whether the reader may leave the row without a reviewer. */
  readonly mayBeNobodys: boolean
  /** Why it cannot be done any more. */
  readonly refusal: string | undefined
  readonly onDone: (change: RowChange) => void
  readonly onClose: () => void
}

/** Chooses who is to review a row: one person, several, or for those who run the certification nobody. */
export function ReassignDialog({ row, mayBeNobodys, refusal, onDone, onClose }: Props) {
  const [people, setPeople] = useState<readonly WorkflowUser[]>(row.reviewers)
  const added = people.filter((person) => !row.reviewers.some((before) => sameUser(before, person)))
  const unchanged = added.length === 0 && people.length === row.reviewers.length
  const missing = people.length === 0 && !mayBeNobodys
  const finish = () => {
    if (missing || refusal !== undefined) return
    rememberReviewers(added)
    if (unchanged) onClose()
    else onDone({ reviewers: people })
  }
  return (
    <Dialog title="Reassign this row" onClose={onClose}>
      <div className={styles.form}>
        <p>{rowName(row)}</p>
        <section className={styles.field} aria-label="Reviewers">
          <h3>Reviewers</h3>
          <ChosenPeople
            people={people}
            none={
              missing
                ? 'Nobody yet: choose who is to decide it in your place.'
                : 'Nobody: the row would be nobody’s to decide.'
            }
            onChange={setPeople}
          />
        </section>
        <PeoplePicker without={people} onPick={(person) => setPeople([...people, person])} />
        <Refusal text={refusal} />
        <div className={styles.foot}>
          <Button
            look="primary"
            aria-disabled={unchanged || missing || refusal !== undefined}
            onClick={finish}
          >
            Reassign
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  )
}
