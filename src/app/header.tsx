'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import { Suspense } from 'react'
import { NavLink } from 'react-router'
import type { Session } from '#contract/session.ts'
import { workflowActionsPath } from '#features/activity/address.ts'
import { reviewsPath } from '#features/reviews/address.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import styles from './layout.module.css'
import { isOnlyReviewer } from './session-hint.ts'

/** Fetched behind the first screen: nobody changes the colours of a page that is not there yet. */
const Controls = lazyPart(
  lazyModule(
    () => import('./header-controls.tsx'),
    (module) => module.HeaderControls,
  ),
  () => <span role="alert">The menus could not be loaded. They come by themselves.</span>,
)

/** The line at the top of every screen: where one is, how times and colours are shown, and who one is. */
export function Header({ session }: { readonly session: Promise<Session | undefined> }) {
  return (
    <header className={styles.header}>
      <span className={styles.brand}>Countersign</span>
      <nav aria-label="Main" className={styles.nav}>
        {!isOnlyReviewer() && <To path={workflowActionsPath} name="Activity" />}
        <To path={reviewsPath} name="Reviews" />
      </nav>
      <Suspense>
        <Controls session={session} />
      </Suspense>
    </header>
  )
}

function To({ path, name }: { readonly path: string; readonly name: string }) {
  return (
    <NavLink to={path} className={styles.link ?? ''}>
      {name}
    </NavLink>
  )
}
