import type { ComponentType } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useActionEventCount } from '#queries/activity/use-action-event.ts'
import { useActionEvents } from '#queries/activity/use-action-events.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { readEventPath } from '../address.ts'
import type { ListContext } from '../drawer/list-context.ts'
import { useEventLinks } from './use-event-links.ts'
import { useListQuery } from './use-list-query.ts'
import { WorkflowActionsView } from './view.tsx'

type Props = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** Exports what the list is asked for. */
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** The Workflow Actions tab: what the address asks for, read from the server. */
export function WorkflowActionsPage({ zone, ExportDialog }: Props) {
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
    filterBy: links.filterBy,
  }
  return (
    <>
      <title>Workflow Actions · Countersign</title>
      <WorkflowActionsView
        query={query}
        events={events}
        count={useActionEventCount(list)}
        zone={zone}
        ExportDialog={ExportDialog}
        onOpen={links.open}
        openEvent={readEventPath(useLocation().pathname)}
        onTask={links.showTask}
        onOpenTask={links.openTask}
        onFilter={links.filterBy}
      />
      <Outlet context={around} />
    </>
  )
}
