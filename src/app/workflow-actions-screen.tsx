import { useEffect } from 'react'
import { WorkflowActionsPage } from '#features/activity/page.tsx'
import { useZone } from './zone.tsx'

/** The Workflow Actions tab in the frame of the page. */
export function WorkflowActionsScreen() {
  useEffect(() => {
    // The drawer's code, before anybody opens one. The router fetches it again where this fails.
    import('./event-screen.tsx').catch(() => undefined)
  }, [])
  return <WorkflowActionsPage zone={useZone().name} />
}
