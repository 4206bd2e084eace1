import { useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import { sameUser } from '#contract/people.ts'
import { sortOut, useStanding } from '#queries/reviews/standing.ts'
import { Button } from '#ui/button.tsx'
import { Form, FormFoot } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import { rememberReviewers } from '../parts/people/recent-reviewers.ts'
import { CommonFields } from './common-fields.tsx'
import { changeOf, type EditDraft } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { LeavingOut } from '../parts/leaving-out-confirmation.tsx'
import { PeopleField } from '../parts/people/people-field.tsx'
import { LeftToNobody } from './left-to-nobody.tsx'
import type { AskedSteps } from './use-asked-steps.ts'
import { useEdit } from './use-edit.ts'

type Props = {
  readonly certification: Certification
  readonly steps: AskedSteps
  /** The zone (IANA name) on whose clock the due date is written. */
  readonly zone: string
  /** Called once it is saved, or given up. */
  readonly onClose: () => void
}

/**
 * Changes what a review is called and says, until when it runs, and who reviews its rows. What is not saved is kept whole
 * when the window closes, and dropped whole by Cancel.
 */
export function EditForm({ certification, steps, zone, onClose }: Props) {
  const { seen, before, draft, ...edit } = useEdit(certification, zone)
  const errors = fieldErrorsOf(steps.failure, ['name', 'notes', 'due_date', 'reviewers'])
  const { leaving, staying } = sortOut(draft.reviewers, useStanding(seen.certification_id).value)
  const changesReviewers = changeOf(before, draft, zone).reviewers !== undefined
  const leavesOut = changesReviewers && leaving.length > 0
  const [isConfirming, setIsConfirming] = useState(false)
  const change = (next: Partial<EditDraft>) => {
    setIsConfirming(false)
    steps.question?.onBack()
    edit.change(next)
  }
  const drop = () => {
    edit.forget()
    onClose()
  }
  const save = () => {
    const reviewers = leavesOut ? staying : draft.reviewers
    const changed = changeOf(before, { ...draft, reviewers }, zone)
    if (Object.keys(changed).length === 0) return drop()
    rememberReviewers(
      reviewers.filter((person) => !before.reviewers.some((known) => sameUser(person, known))),
    )
    steps.take({ kind: 'edit', change: changed, version: seen.version }, drop)
  }
  return (
    <Form
      onSubmit={() => {
        if (leavesOut) setIsConfirming(true)
        else save()
      }}
    >
      {edit.keptText && <Hint>{edit.keptText}</Hint>}
      <CommonFields draft={draft} onChange={change} errors={errors} zone={zone} />
      <PeopleField
        label="Reviewers"
        hint={changesReviewers ? consequence(certification) : ''}
        error={errors.at.get('reviewers')}
        people={draft.reviewers}
        leaving={leaving}
        onChange={(reviewers) => change({ reviewers })}
      />
      {isConfirming && leavesOut ? (
        <LeavingOut
          leaving={leaving}
          nobodyStays={staying.length === 0}
          onConfirm={() => {
            setIsConfirming(false)
            save()
          }}
          onBack={() => setIsConfirming(false)}
        />
      ) : steps.question ? (
        <LeftToNobody {...steps.question} />
      ) : (
        <FormFoot doing={steps.busy ? 'Saving …' : ''} problems={errors.rest}>
          <Button
            type="submit"
            look="primary"
            refusal={steps.busy ? 'The review is being saved.' : undefined}
          >
            Save
          </Button>
          <Button onClick={drop}>Cancel</Button>
          <Button
            look="quiet"
            refusal={edit.isChanged ? undefined : 'Nothing is changed yet.'}
            onClick={edit.startAnew}
          >
            Start anew
          </Button>
        </FormFoot>
      )}
    </Form>
  )
}

/** What changing the reviewers does to the rows. */
function consequence({ total_result_count, total_signed_off_count }: Certification): string {
  const open = total_result_count - total_signed_off_count
  return `These reviewers replace the present ones of all ${open.toLocaleString('en')} rows that are not signed off.`
}
