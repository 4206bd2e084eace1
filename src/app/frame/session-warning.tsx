import { useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { Button } from '#ui/button.tsx'
import { wallText } from '#ui/clock-text.ts'
import styles from './session-warning.module.css'
import { type SessionWarning as Warning, useSessionWarning } from './use-session-warning.ts'
import { useZone } from './zone.tsx'

/** Says two minutes before a session ends that it will, over whatever is there, and takes no focus. */
export function SessionWarning({ session }: { readonly session: Session }) {
  const warning = useSessionWarning(session)
  const zone = useZone().name
  const [closed, setClosed] = useState<number>()
  const shown = warning?.endsAt === closed ? undefined : warning
  return (
    <div className={shown && styles.warning}>
      <output>{shown && textOf(shown, zone)}</output>
      {shown && (
        // Any press anywhere keeps a session that idles; this is where one is looked for.
        <Button onClick={() => shown.canStay || setClosed(shown.endsAt)}>
          {shown.canStay ? 'Stay signed in' : 'Close'}
        </Button>
      )}
    </div>
  )
}

/** The time of day and no countdown: it is read out once. */
function textOf({ endsAt, canStay }: Warning, zone: string): string {
  const time = wallText(endsAt, zone).slice(11, 16)
  return canStay
    ? `Nothing has been done here for a while: you will be signed out at ${time}.`
    : `Your session ends at ${time}: it has lasted as long as one may. You can sign in again then, and come back to this place.`
}
