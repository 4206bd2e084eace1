import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ActionEventsState } from '#queries/activity/use-action-events.ts'
import { useSession } from '#queries/session/session.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { usualOrder } from '../query/list-query.ts'
import { ReadFailure } from '../read-failure.tsx'
import type { ListQueryState } from './use-list-query.ts'

const NeedsScope = lazyPart(
  lazyModule(
    () => import('../messages/needs-scope.tsx'),
    (module) => module.NeedsScope,
  ),
)

type Props = {
  readonly state: ActionEventsState
  readonly query: ListQueryState
  readonly filtered: boolean
  readonly onRetry: () => void
}

/** Why there are no rows: they are not asked for, on their way, may not be seen, could not be read, or there are none. */
export function NoRows({ state, query, filtered, onRetry }: Props) {
  const { search, own, list, clear: onClear, dropUnreadable } = query
  if (!list) return <UnreadableNotice unreadable={search.unreadable} onDrop={dropUnreadable} />
  const isOrder =
    state.kind === 'failed' && state.failure.violations.some(({ field }) => field === 'order_by')
  const clear = isOrder ? (
    <Button onClick={() => query.change({ order: usualOrder })}>Show the newest first</Button>
  ) : (
    filtered && <Button onClick={onClear}>Clear the filter</Button>
  )
  if (state.kind === 'failed' && state.failure.reason === 'MESSAGE_NEEDS_BOUND')
    return (
      <Suspense>
        <NeedsScope query={query} onChange={query.change} />
      </Suspense>
    )
  if (state.kind === 'failed')
    return <ReadFailure failure={state.failure} what="The events" clear={clear} onRetry={onRetry} />
  if (state.kind === 'loading' || state.stale || state.more === 'loading' || state.more === 'there')
    return <Skeleton label="Loading workflow actions" rows={12} />
  if (filtered)
    return (
      <EmptyState title="No event matches this filter" actions={clear}>
        {own.message === undefined
          ? 'The whole log was searched.'
          : 'Only the first message of an event is searched.'}
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
