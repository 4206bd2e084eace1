import { useLocation } from 'react-router'
import { readCausePath } from '#features/activity/failures/address.ts'
import { BoardPage } from '#features/activity/failures/board-page.tsx'
import { CausePage } from '#features/activity/failures/cause-page.tsx'
import { ExportDialog } from './screens.ts'
import { NotForYou } from './not-for-you.tsx'
import { useZone } from '../frame/zone.tsx'
import { isOnlyReviewer } from '../session-hint.ts'

/** The causes of failures, or one of them, in the frame of the page. */
export function FailuresScreen() {
  const { name: zone } = useZone()
  const isCause = readCausePath(useLocation().pathname) !== undefined
  if (isOnlyReviewer()) return <NotForYou />
  return isCause ? <CausePage zone={zone} ExportDialog={ExportDialog} /> : <BoardPage zone={zone} />
}
