import { EventPage } from '#features/activity/drawer/event-page.tsx'
import { useZone } from '../frame/zone.tsx'

/** The drawer of one event in the frame of the page. */
export function EventScreen() {
  return <EventPage zone={useZone().name} />
}
