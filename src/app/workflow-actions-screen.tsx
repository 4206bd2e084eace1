import { WorkflowActionsPage } from '#features/activity/page.tsx'
import { useZone } from './zone.tsx'

/** The Workflow Actions tab in the frame of the page. */
export function WorkflowActionsScreen() {
  return <WorkflowActionsPage zone={useZone().name} />
}
