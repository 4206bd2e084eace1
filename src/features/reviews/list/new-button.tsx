import { useState } from 'react'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'

const NewDialog = lazyDialog(
  'New review',
  () => import('../manage/new-dialog.tsx'),
  (module) => module.NewDialog,
)

type Props = {
  /** Undefined until they are known. */
  readonly workflows: readonly Workflow[] | undefined
  readonly zone: string
}

/** Opens the dialog that makes a certification, and says when one was made. */
export function NewButton({ workflows, zone }: Props) {
  const [open, setOpen] = useState(false)
  const [announcement, setAnnouncement] = useState('')
  return (
    <>
      <Button look="primary" refusal={refusalOf(workflows)} onClick={() => setOpen(true)}>
        New review
      </Button>
      <Announcement>{announcement}</Announcement>
      {open && workflows && (
        <NewDialog
          workflows={workflows}
          zone={zone}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            setAnnouncement('The review is created. Its rows are being gathered.')
          }}
        />
      )}
    </>
  )
}

/** Why no review can be created now. */
function refusalOf(workflows: readonly Workflow[] | undefined): string | undefined {
  if (!workflows) return 'The workflows are not known yet.'
  return workflows.length === 0
    ? 'There is no workflow yet: the first import of access makes one.'
    : undefined
}
