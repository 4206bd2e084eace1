import { useLocation } from 'react-router'
import { settingsPageOf } from '#features/settings/address.ts'
import { SettingsFrame } from '#features/settings/frame.tsx'
import { useSession } from '#queries/session/session.ts'
import { Loading } from './lazy-screen.tsx'
import { useProfileZone } from '../frame/use-profile-zone.ts'

/** The settings in the frame of the page. */
export function SettingsScreen() {
  const session = useSession()
  const zone = useProfileZone(session)
  const page = settingsPageOf(useLocation().pathname)
  return session ? <SettingsFrame name={page} session={session} zone={zone} /> : <Loading />
}
