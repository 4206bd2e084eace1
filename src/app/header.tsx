'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import { lazy, Suspense } from 'react'
import { NavLink } from 'react-router'
import type { Session } from '#contract/session.ts'
import { HeaderBar } from './header-bar.tsx'
import styles from './layout.module.css'

/** Fetched behind the first screen: nobody changes the colours of a page that is not there yet. */
const Controls = lazy(async () => ({ default: (await import('./header-controls.tsx')).HeaderControls }))

/** The line at the top of every screen: where one is, how times and colours are shown, and who one is. */
export function Header({ session }: { readonly session: Promise<Session | undefined> }) {
  const link = (to: string, name: string) => (
    <NavLink to={to} className={styles.link ?? ''}>
      {name}
    </NavLink>
  )
  return (
    <HeaderBar link={link}>
      <Suspense>
        <Controls session={session} />
      </Suspense>
    </HeaderBar>
  )
}
