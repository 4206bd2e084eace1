import { ReviewsPage } from '#features/reviews/list/page.tsx'
import { useZone } from '../frame/zone.tsx'

/** The list of workflows and certifications in the frame of the page. */
export function ReviewsScreen() {
  return <ReviewsPage zone={useZone().name} />
}
