import { useState } from 'react'
import { useListedSteps } from '#queries/use-certification-changes.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { CommonFields } from './common-fields.tsx'
import { changeOf, type EditDraft, editDraftOf } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { FormFoot } from './form-field.tsx'
import styles from './form.module.css'
import type { Listed } from './listing.ts'
import { PeopleField } from './people-field.tsx'

type Props = { readonly one: Listed; readonly zone: string; readonly onClose: () => void }

/** Changes name, notes, due date and reviewers of a certification. */
export function EditDialog({ one, zone, onClose }: Props) {
  // As it stood when the dialog opened: the list is read again meanwhile.
  const [{ certification: seen, name }] = useState(one)
  const [before] = useState(() => editDraftOf(seen, zone))
  const [draft, setDraft] = useState<EditDraft>(before)
  const { take, busy, failure } = useListedSteps(seen.certification_id)
  const errors = fieldErrorsOf(failure, ['name', 'notes', 'due_date', 'reviewers'])
  const change = (next: Partial<EditDraft>) => setDraft({ ...draft, ...next })
  return (
    <Dialog title={`Edit ${name}`} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          take({ kind: 'edit', change: changeOf(before, draft, zone), version: seen.version }, onClose)
        }}
      >
        <CommonFields draft={draft} onChange={change} errors={errors} zone={zone} />
        <PeopleField
          label="Reviewers"
          hint="The list as a whole is replaced."
          error={errors.at.get('reviewers')}
          people={draft.reviewers}
          onChange={(reviewers) => change({ reviewers })}
        />
        <FormFoot verb="Saving" busy={busy} rest={errors.rest}>
          <Button type="submit" look="primary" disabled={busy}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      </form>
    </Dialog>
  )
}
