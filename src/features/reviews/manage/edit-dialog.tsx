import { useState } from 'react'
import { sortOut, useStanding } from '#queries/reviews/standing.ts'
import { useListedSteps } from '#queries/reviews/use-certification-changes.ts'
import { useSession } from '#queries/session/use-session.ts'
import { forgetText, keepText, keptText, textPlace } from '#ui/kept-text.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { isolated } from '#std/isolate.ts'
import { CommonFields } from './common-fields.tsx'
import { changeOf, type EditDraft, editDraftOf } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { FormFoot } from './form-field.tsx'
import styles from './form.module.css'
import { LeavingOut } from './leaving-out.tsx'
import type { Listed } from '../list/listing.ts'
import { PeopleField } from './people-field.tsx'

type Props = { readonly one: Listed; readonly zone: string; readonly onClose: () => void }

/** Changes name, notes, due date and reviewers of a certification. */
export function EditDialog({ one, zone, onClose }: Props) {
  // As it stood when the dialog opened: the list is read again meanwhile.
  const [{ certification: seen, name }] = useState(one)
  const [before] = useState(() => editDraftOf(seen, zone))
  const place = textPlace(useSession()?.actor.user, seen.certification_id, 'notes')
  const [kept] = useState(() => keptText(place, before.notes))
  const [draft, setDraft] = useState<EditDraft>({ ...before, notes: kept.text })
  const { take, busy, failure } = useListedSteps(seen.certification_id)
  const errors = fieldErrorsOf(failure, ['name', 'notes', 'due_date', 'reviewers'])
  const { leaving, staying } = sortOut(draft.reviewers, useStanding(seen.certification_id).value)
  const leavesOut = leaving.length > 0 && changeOf(before, draft, zone).reviewers !== undefined
  const [asked, setAsked] = useState(false)
  const asking = asked && leavesOut
  const change = (next: Partial<EditDraft>) => {
    setAsked(false)
    setDraft({ ...draft, ...next })
    if (next.notes !== undefined) keepText(place, before.notes, next.notes)
  }
  const submit = () => {
    if (leavesOut && !asking) return setAsked(true)
    const reviewers = leavesOut ? staying : draft.reviewers
    const change = changeOf(before, { ...draft, reviewers }, zone)
    if (Object.keys(change).length === 0) return onClose()
    take({ kind: 'edit', change, version: seen.version }, () => {
      forgetText(place)
      onClose()
    })
  }
  return (
    <Dialog title={`Edit ${isolated(name)}`} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <CommonFields draft={draft} onChange={change} errors={errors} zone={zone} keptHint={kept.hint} />
        <PeopleField
          label="Reviewers"
          hint="The list as a whole is replaced."
          error={errors.at.get('reviewers')}
          people={draft.reviewers}
          leaving={leaving}
          onChange={(reviewers) => change({ reviewers })}
        />
        {asking && <LeavingOut leaving={leaving} nobodyStays={staying.length === 0} />}
        <FormFoot verb="Saving" busy={busy} rest={errors.rest}>
          <Button type="submit" look="primary" disabled={busy}>
            {asking ? 'Save without them' : 'Save'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      </form>
    </Dialog>
  )
}
