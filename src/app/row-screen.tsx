import { RowPage } from '#features/review/row-page.tsx'
import { useZone } from './zone.tsx'

/** The drawer of one row in the frame of the page. */
export function RowScreen() {
  return <RowPage zone={useZone().name} />
}
