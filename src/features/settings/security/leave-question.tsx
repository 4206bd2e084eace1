import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { Confirmation } from '#ui/confirmation.tsx'
import { Dialog } from '#ui/dialog.tsx'

type Props = {
  /** Whether the codes are not kept yet. */
  readonly isNeeded: boolean
}

/** Asks before codes that are shown once are left, by a link of the page or with its window. */
export function LeaveQuestion({ isNeeded }: Props) {
  const { state, proceed, reset } = useBlocker(isNeeded)
  useEffect(() => {
    if (!isNeeded) return undefined
    const askFirst = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', askFirst)
    return () => removeEventListener('beforeunload', askFirst)
  }, [isNeeded])
  if (state !== 'blocked') return null
  const title = 'Leave without your recovery codes?'
  return (
    <Dialog title={title} onClose={reset}>
      <Confirmation label={title} confirm="Leave without them" onConfirm={proceed} onBack={reset}>
        <p>They are shown this once. Those that you had before do not work any more.</p>
      </Confirmation>
    </Dialog>
  )
}
