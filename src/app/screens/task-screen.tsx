import { useLocation } from 'react-router'
import { readTaskPath } from '#features/activity/task/address.ts'
import { TaskPage } from '#features/activity/task/page.tsx'
import { useZone } from '../frame/zone.tsx'

/** The task that the address names, in the frame of the page. */
export function TaskScreen() {
  // As it stands in the address: the router decodes it twice.
  const task = readTaskPath(useLocation().pathname)
  return <TaskPage task={task} zone={useZone().name} />
}
