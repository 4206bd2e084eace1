import { Suspense, use, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { useSession } from '#queries/session/session.ts'
import { setUnwrittenChanges } from '#ui/unwritten-changes.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { DemoNote } from './demo-note.tsx'
import styles from './header-controls.module.css'
import { followAccount } from '../follow-account.ts'
import { isNobody, isSignInPath, signInPath } from '../session-hint.ts'
import type { Theme } from './theme.ts'
import { storedTheme, storeTheme, themes } from './theme.ts'
import { Questions } from './questions.tsx'
import { SessionWarning } from './session-warning.tsx'
import { UnsentChanges } from './unsent-changes.tsx'
import { useProfileZone } from './use-profile-zone.ts'
import { zoneName } from './zone-choice.ts'

type Props = { readonly session: Promise<Session | undefined> }

/** Whether the server is there, that a demonstration is one, how times and colours are shown, and who one is. */
export function HeaderControls({ session }: Props) {
  const { unsent, stored } = useOutboxStatus()
  useEffect(() => followAccount(), [])
  useEffect(() => setUnwrittenChanges(unsent - stored), [unsent, stored])
  return (
    <>
      <ConnectionNote stored={stored} />
      <div className={styles.controls}>
        <Suspense>
          <DemoNote session={session} />
        </Suspense>
        <Suspense>
          <ZoneSwitch session={session} />
        </Suspense>
        <ThemeSwitch />
        <Suspense>
          <Account session={session} />
        </Suspense>
      </div>
    </>
  )
}

function ZoneSwitch({ session }: Props) {
  const { choice, choose } = useProfileZone(use(session))
  const short = useMediaQuery(narrow)
  return (
    <select
      aria-label="Time zone"
      className={styles.select}
      value={choice}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="local">{short ? 'Local' : `Local (${zoneName('local')})`}</option>
      <option value="utc">UTC</option>
      {choice !== 'local' && choice !== 'utc' && <option value={choice}>{choice}</option>}
    </select>
  )
}

const themeLabels: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }

function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme)
  const short = useMediaQuery(narrow)
  const choose = (next: Theme) => {
    storeTheme(next)
    setTheme(next)
  }
  return (
    <select
      aria-label="Theme"
      className={styles.select}
      value={theme}
      onChange={(event) => choose(event.target.value as Theme)}
    >
      {themes.map((name) => (
        <option key={name} value={name}>
          {short && name === 'system' ? 'Auto' : themeLabels[name]}
        </option>
      ))}
    </select>
  )
}

function Account({ session }: Props) {
  const known = use(session)
  if (known) return <KnownAccount session={known} />
  if (!isNobody()) return <LateAccount />
  // On the pages where people sign in it would lead to where they are, or away from what they are about.
  return !isSignInPath() && <Link to={signInPath}>Sign in</Link>
}

function KnownAccount({ session }: { readonly session: Session }) {
  return (
    <>
      <Questions session={session} />
      <SessionWarning session={session} />
      <UnsentChanges session={session} />
      <AccountMenu session={session} />
    </>
  )
}

/** Whoever could not be asked for as the page was loaded is asked for again. */
function LateAccount() {
  const session = useSession()
  return session && <KnownAccount session={session} />
}
