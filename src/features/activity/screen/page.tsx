import { Outlet, useLocation } from 'react-router'
import { useActionEventCount } from '#queries/activity/use-action-event.ts'
import { useActionEvents } from '#queries/activity/use-action-events.ts'
import { readEventPath } from '../address.ts'
import type { ListContext } from '../drawer/list-context.ts'
import { useEventLinks } from './use-event-links.ts'
import { useListQuery } from './use-list-query.ts'
import { WorkflowActionsView } from './view.tsx'

/** The Workflow Actions tab: what the address asks for, read from the server. Times are written in `zone` (IANA name). */
export function WorkflowActionsPage({ zone }: { readonly zone: string }) {
  const query = useListQuery()
  const { list } = query
  const events = useActionEvents(list)
  const links = useEventLinks()
  const around: ListContext = {
    rows: events.state.kind === 'rows' ? events.state.rows : [],
    open: links.replace,
    loadMore: events.loadMore,
    close: links.close,
    showTask: links.showTask,
  }
  return (
    <>
      <title>Workflow Actions · Countersign</title>
      <WorkflowActionsView
        query={query}
        events={events}
        count={useActionEventCount(list)}
        zone={zone}
        onOpen={links.open}
        openEvent={readEventPath(useLocation().pathname)}
        onTask={links.showTask}
      />
      <Outlet context={around} />
    </>
  )
}
