import { useState } from 'react'
import { useListedSteps } from '#queries/reviews/use-certification-changes.ts'
import { isolated } from '#std/isolate.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Dialog } from '#ui/dialog.tsx'
import type { Listed } from '../parts/listed.ts'
import { EditForm } from './edit-form.tsx'

type Props = { readonly one: Listed; readonly zone: string; readonly onClose: () => void }

/** Changes name, notes, due date and reviewers of a certification, from the list of all. */
export function EditDialog({ one: { certification, name }, zone, onClose }: Props) {
  // As it was called when the dialog opened.
  const [title] = useState(name)
  const steps = useListedSteps(certification.certification_id)
  return (
    <Dialog title={`Edit ${isolated(title)}`} onClose={onClose}>
      <EditForm certification={certification} steps={steps} zone={zone} focus={autofocus} onClose={onClose} />
    </Dialog>
  )
}
