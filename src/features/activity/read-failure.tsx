import type { ReactNode } from 'react'
import type { Failure } from '#contract/errors.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'

type Props = {
  readonly failure: Failure
  /** What could not be read, with a capital letter: `The events`. */
  readonly what: string
  /** Takes the filter away, where there is one. */
  readonly clear: ReactNode
  readonly onRetry: () => void
}

/** Why a part of the activity log could not be read, and what to do. */
export function ReadFailure({ failure, what, clear, onRetry }: Props) {
  if (failure.status === 403) {
    return (
      <ErrorPanel
        title={
          failure.code === 'session-refused'
            ? 'You are not signed in here'
            : 'You may not read the activity log'
        }
        message={failure.message}
        advice={failure.resolution || 'Ask an administrator for the role of an auditor.'}
        requestId={failure.request_id || undefined}
      />
    )
  }
  const refused = failure.status >= 400 && failure.status < 500 && failure.status !== 429
  return (
    <ErrorPanel
      title={refused ? 'The server refused this request' : `${what} could not be read`}
      message={failure.message}
      advice={failure.resolution || undefined}
      details={detailsOf(failure)}
      requestId={failure.request_id || undefined}
      onRetry={refused ? undefined : onRetry}
      actions={refused ? clear : undefined}
    />
  )
}

/** What is wrong field by field, without what the message says already. */
function detailsOf({ violations, message }: Failure): readonly string[] {
  return violations
    .filter(({ description }) => description !== message)
    .map(({ field, description }) => `${field}: ${description}`)
}
