'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import type { MouseEvent } from 'react'
import { useRef } from 'react'
import { Outlet } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import { Header } from './header.tsx'
import styles from './layout.module.css'
import { ZoneProvider } from './zone.tsx'

/** The frame of every screen. */
export function Layout({ session }: { readonly session: Promise<Session | undefined> }) {
  const main = useRef<HTMLElement>(null)
  const skip = (event: MouseEvent) => {
    // By hand, because the address is the state of the table and takes no fragment.
    event.preventDefault()
    main.current?.focus()
  }
  return (
    <ZoneProvider>
      <div className={styles.frame}>
        <a href="#main" className={styles.skip} onClick={skip}>
          Skip to the content
        </a>
        <Header session={session} />
        <main ref={main} id="main" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
    </ZoneProvider>
  )
}
