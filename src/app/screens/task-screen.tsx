import { TaskPage } from '#features/activity/task/page.tsx'
import { useZone } from '../frame/zone.tsx'

/** One task in the frame of the page. */
export function TaskScreen() {
  return <TaskPage zone={useZone().name} />
}
