import { useLocation } from 'react-router'
import { settingsPageOf } from '#features/settings/address.ts'
import { SettingsFrame } from '#features/settings/frame.tsx'
import { useSession } from '#queries/session/session.ts'
import { Loading } from './lazy-screen.tsx'
import { useZone } from '../frame/zone.tsx'
import type { ZoneChoice } from '../frame/zone-choice.ts'

/** The settings in the frame of the page. */
export function SettingsScreen() {
  const session = useSession()
  const { choice, name, choose } = useZone()
  const page = settingsPageOf(useLocation().pathname)
  if (!session) return <Loading />
  const zone = { choice, name, choose: (next: string) => choose(next as ZoneChoice) }
  return <SettingsFrame name={page} session={session} zone={zone} />
}
