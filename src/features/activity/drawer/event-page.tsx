import { useLocation, useOutletContext } from 'react-router'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { useActionEvent } from '#queries/activity/use-action-event.ts'
import { Dialog } from '#ui/dialog.tsx'
import { readEventPath } from '../address.ts'
import { EventDrawer } from './event-drawer.tsx'
import { NoSuchEvent } from './event-failure.tsx'
import type { ListContext } from './list-context.ts'
import { neighboursOf } from './list-context.ts'

/** The event that the address names, over the list that the rest of the address describes. */
export function EventPage({ zone }: { readonly zone: string }) {
  const list = useOutletContext<ListContext>()
  const event = readEventPath(useLocation().pathname)
  return (
    <>
      <title>Workflow action · Countersign</title>
      {event ? (
        <OneEvent event={event} zone={zone} list={list} />
      ) : (
        <Dialog look="drawer" title="Workflow action" onClose={list.close}>
          <NoSuchEvent onClose={list.close} />
        </Dialog>
      )}
    </>
  )
}

type OneEventProps = { readonly event: ActionEventRef; readonly zone: string; readonly list: ListContext }

function OneEvent({ event, zone, list }: OneEventProps) {
  const { loaded, previous, next } = neighboursOf(event, list)
  return (
    <EventDrawer
      event={event}
      reading={useActionEvent(event, loaded)}
      zone={zone}
      previous={previous}
      next={next}
      onClose={list.close}
      onTask={list.showTask}
      onFilter={list.filterBy}
    />
  )
}
