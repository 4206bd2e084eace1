import { ReviewsPage } from '#features/reviews/page.tsx'
import { useZone } from './zone.tsx'

/** The list of workflows and certifications in the frame of the page. */
export function ReviewsScreen() {
  return <ReviewsPage zone={useZone().name} />
}
