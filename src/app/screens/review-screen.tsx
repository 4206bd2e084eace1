import { useEffect } from 'react'
import { ReviewPage } from '#features/reviews/screen/page.tsx'
import { ExportDialog, rowScreen } from './screens.ts'
import { useZone } from '../frame/zone.tsx'

export { loadReview } from './load-review.ts'

/** One review in the frame of the page. */
export function ReviewScreen() {
  useEffect(() => {
    // The drawer's code, before anybody opens one.
    void rowScreen.fetch()
  }, [])
  return <ReviewPage zone={useZone().name} ExportDialog={ExportDialog} />
}
