import { useState } from 'react'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'

const NewDialog = lazyDialog(
  'New certification',
  () => import('../manage/new-dialog.tsx'),
  (module) => module.NewDialog,
)

type Props = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly look: 'plain' | 'primary'
}

/** Opens the dialog that makes a certification, and says when one was made. */
export function NewButton({ workflows, zone, look }: Props) {
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState('')
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        New certification
      </Button>
      <Announcement>{said}</Announcement>
      {open && (
        <NewDialog
          workflows={workflows}
          zone={zone}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            setSaid('The certification is made. Its rows are being gathered.')
          }}
        />
      )}
    </>
  )
}
