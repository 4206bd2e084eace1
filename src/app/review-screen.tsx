import { useEffect } from 'react'
import { ReviewPage } from '#features/review/page.tsx'
import { useZone } from './zone.tsx'

/** One review in the frame of the page. */
export function ReviewScreen() {
  useEffect(() => {
    // The drawer's code, before anybody opens one. The router fetches it again where this fails.
    import('./row-screen.tsx').catch(() => undefined)
  }, [])
  return <ReviewPage zone={useZone().name} />
}
