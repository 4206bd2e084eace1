'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import { Suspense, use, useState } from 'react'
import { NavLink } from 'react-router'
import type { Session } from '#contract/session.ts'
import { workflowActionsPath } from '#features/activity/address.ts'
import styles from './layout.module.css'
import type { Theme } from './theme.ts'
import { storedTheme, storeTheme, themes } from './theme.ts'
import type { ZoneChoice } from './zone.tsx'
import { useZone, zoneName } from './zone.tsx'

type Props = { readonly session: Promise<Session | undefined> }

/** The line at the top of every screen: where one is, how times and colours are shown, and who one is. */
export function Header({ session }: Props) {
  return (
    <header className={styles.header}>
      <span className={styles.brand}>Countersign</span>
      <nav aria-label="Main" className={styles.nav}>
        <NavLink to={workflowActionsPath} className={styles.link ?? ''}>
          Activity
        </NavLink>
      </nav>
      <ZoneSwitch />
      <ThemeSwitch />
      <Suspense>
        <Account session={session} />
      </Suspense>
    </header>
  )
}

function ZoneSwitch() {
  const { choice, choose } = useZone()
  return (
    <select
      aria-label="Time zone"
      className={styles.select}
      value={choice}
      onChange={(event) => choose(event.target.value as ZoneChoice)}
    >
      <option value="local">{`Local (${zoneName('local')})`}</option>
      <option value="utc">UTC</option>
    </select>
  )
}

const themeLabels: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }

function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme)
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
          {themeLabels[name]}
        </option>
      ))}
    </select>
  )
}

function Account({ session }: Props) {
  const name = use(session)?.actor.name
  return name && <span className={styles.account}>{name}</span>
}
