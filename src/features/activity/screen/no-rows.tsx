import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Failure } from '#contract/errors.ts'
import type { ActionEventsState } from '#queries/activity/use-action-events.ts'
import { useSession } from '#queries/session/session.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import type { ListQueryState } from './use-list-query.ts'

type Props = {
  readonly state: ActionEventsState
  readonly query: ListQueryState
  readonly filtered: boolean
  readonly onRetry: () => void
}

/** Why there are no rows: they are not asked for, on their way, may not be seen, could not be read, or there are none. */
export function NoRows({ state, query, filtered, onRetry }: Props) {
  const { search, list, clear: onClear, dropUnreadable } = query
  if (!list) return <UnreadableNotice unreadable={search.unreadable} onDrop={dropUnreadable} />
  const clear = filtered && <Button onClick={onClear}>Clear the filter</Button>
  if (state.kind === 'failed') return <Failed failure={state.failure} clear={clear} onRetry={onRetry} />
  if (state.kind === 'loading' || state.stale || state.more === 'loading' || state.more === 'there')
    return <Skeleton label="Loading workflow actions" rows={12} />
  if (filtered)
    return (
      <EmptyState title="No event matches this filter" actions={clear}>
        The whole log was searched.
      </EmptyState>
    )
  return <NoEventsYet />
}

function NoEventsYet() {
  const isAdmin = useSession()?.actor.roles.includes('admin')
  return (
    <EmptyState title="No events yet">
      <p>
        Import a file of action events: <code>npm run import -- action-events FILE</code>
      </p>
      {isAdmin && (
        <p>
          Others sign in once you have <Link to="/settings/people">added them to the people</Link>.
        </p>
      )}
    </EmptyState>
  )
}

type FailedProps = { readonly failure: Failure; readonly clear: ReactNode; readonly onRetry: () => void }

function Failed({ failure, clear, onRetry }: FailedProps) {
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
      title={refused ? 'The server refused this request' : 'The events could not be read'}
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
