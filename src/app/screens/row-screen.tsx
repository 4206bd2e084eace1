import { RowPage } from '#features/reviews/drawer/row-page.tsx'
import { useZone } from '../frame/zone.tsx'

/** The drawer of one row in the frame of the page. */
export function RowScreen() {
  return <RowPage zone={useZone().name} />
}
