import type { Failure } from '#contract/errors.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'

type Props = {
  readonly failure: Failure
  /** Whether an earlier reading of the event is shown below. */
  readonly known: boolean
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** Why an event cannot be shown, or cannot be read again. */
export function EventFailure({ failure, known, onRetry, onClose }: Props) {
  if (failure.status === 404) return <NoSuchEvent onClose={onClose} />
  return (
    <ErrorPanel
      title={
        known
          ? 'This event could not be read again; below is what was read before'
          : 'This event could not be read'
      }
      message={failure.message}
      advice={failure.resolution || undefined}
      requestId={failure.request_id || undefined}
      onRetry={failure.status === 403 ? undefined : onRetry}
    />
  )
}

/** The address names no event, or none that the server has. */
export function NoSuchEvent({ onClose }: { readonly onClose: () => void }) {
  return (
    <EmptyState title="There is no such event" actions={<Button onClick={onClose}>Show the list</Button>}>
      <p>This server has no event of that task and action. The address may be cut off or mistyped.</p>
      <p>
        It may also come from another server, or its file was not imported here. Ask whoever sent the link.
      </p>
    </EmptyState>
  )
}
