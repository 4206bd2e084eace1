import { VerifyPage } from '#features/verify/page.tsx'
import { useZone } from '../frame/zone.tsx'

/** The page that verifies packs, in the frame of the page. */
export function VerifyScreen() {
  return <VerifyPage zone={useZone().name} />
}
