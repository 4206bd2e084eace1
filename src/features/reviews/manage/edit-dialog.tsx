import { useState } from 'react'
import { useListedSteps } from '#queries/reviews/use-certification-changes.ts'
import { isolated } from '#std/isolate.ts'
import { Dialog } from '#ui/dialog.tsx'
import type { ListedCertification } from '../parts/listed.ts'
import { EditForm } from './edit-form.tsx'
import { useAskedSteps } from './use-asked-steps.ts'

type Props = {
  readonly listed: Pick<ListedCertification, 'certification' | 'name'>
  readonly zone: string
  readonly onClose: () => void
}

/** Changes name, notes, due date and reviewers of a certification. */
export function EditDialog({ listed: { certification, name }, zone, onClose }: Props) {
  // As it was called when the dialog opened.
  const [title] = useState(name)
  const steps = useAskedSteps(useListedSteps(certification.certification_id))
  return (
    <Dialog title={`Edit ${isolated(title)}`} onClose={onClose}>
      <EditForm certification={certification} steps={steps} zone={zone} onClose={onClose} />
    </Dialog>
  )
}
