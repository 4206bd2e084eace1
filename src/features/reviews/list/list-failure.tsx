import type { Failure } from '#contract/errors.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'

type Props = { readonly failure: Failure; readonly onRetry: () => void }

/** Why the list could not be read. What the server refuses it would refuse again. */
export function ListFailure({ failure, onRetry }: Props) {
  const { status, code, message, resolution, request_id } = failure
  const refused = status >= 400 && status < 500 && status !== 429
  const title =
    code === 'session-refused' || status === 401
      ? 'You are not signed in here'
      : status === 403
        ? 'You may not read the reviews'
        : 'The reviews could not be read'
  return (
    <ErrorPanel
      title={title}
      message={message}
      advice={
        resolution || (status === 403 ? 'Ask an admin for the role of a reviewer or an auditor.' : undefined)
      }
      requestId={request_id || undefined}
      onRetry={refused ? undefined : onRetry}
    />
  )
}
