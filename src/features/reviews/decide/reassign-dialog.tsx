import { useId, useState } from 'react'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { sortOut, useStanding } from '#queries/reviews/standing.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { rowName } from '#decisions/row-name.ts'
import { PeopleField } from '../parts/people/people-field.tsx'
import { LeavingOut } from '../parts/leaving-out-confirmation.tsx'
import type { RowDialogProps } from './row-dialog-props.ts'
import { useReview } from '../state/review-provider.ts'
import { rememberReviewers } from '../parts/people/recent-reviewers.ts'

const nobodyLeft = 'Nobody who may review it would be left. Choose who decides it instead of you.'
const unchangedText = 'Nothing has changed yet: choose somebody, or take somebody out.'

/** Chooses who is to review a row: one person, several, or for those who run the certification nobody. */
export function ReassignDialog({ row, refusal, onDone, onClose }: RowDialogProps) {
  const { certification_id, viewer } = useReview()
  const id = useId()
  const [people, setPeople] = useState<readonly WorkflowUser[]>(row.reviewers)
  const added = people.filter((person) => !row.reviewers.some((before) => sameUser(before, person)))
  const unchanged = added.length === 0 && people.length === row.reviewers.length
  const { leaving, staying } = sortOut(people, useStanding(certification_id).value)
  const missing = staying.length === 0 && !runs(viewer)
  const stop = refusal ?? (missing ? nobodyLeft : undefined)
  const describedBy = stop !== undefined ? `${id}-stop` : unchanged ? `${id}-why` : undefined
  const [asking, setAsking] = useState(false)
  const save = () => {
    rememberReviewers(added)
    onDone({ reviewers: staying })
  }
  const finish = () => {
    if (stop !== undefined) return
    if (unchanged) onClose()
    else if (leaving.length > 0) setAsking(true)
    else save()
  }
  return (
    <Dialog title="Reassign this row" onClose={onClose}>
      <FormParts>
        <p>{rowName(row)}</p>
        <PeopleField
          label="Reviewers"
          people={people}
          none={missing ? 'Nobody yet.' : 'Nobody: no one would be asked to decide this row.'}
          leaving={leaving}
          isFirst
          onChange={setPeople}
        />
        <Problem id={`${id}-stop`} text={stop} />
        {asking && leaving.length > 0 ? (
          <LeavingOut
            leaving={leaving}
            nobodyStays={staying.length === 0}
            onConfirm={save}
            onBack={() => setAsking(false)}
          />
        ) : (
          <FormFoot>
            <Button
              look="primary"
              aria-disabled={unchanged || stop !== undefined}
              aria-describedby={describedBy}
              onClick={finish}
            >
              Reassign
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            {unchanged && <Hint id={`${id}-why`}>{unchangedText}</Hint>}
          </FormFoot>
        )}
      </FormParts>
    </Dialog>
  )
}
