import { useEffect } from 'react'
import { WorkflowActionsPage } from '#features/activity/screen/page.tsx'
import { eventScreen, ExportDialog } from './screens.ts'
import { useZone } from '../frame/zone.tsx'

/** The Workflow Actions tab in the frame of the page. */
export function WorkflowActionsScreen() {
  useEffect(() => {
    // The drawer's code, before anybody opens one.
    void eventScreen.fetch()
  }, [])
  return <WorkflowActionsPage zone={useZone().name} ExportDialog={ExportDialog} />
}
