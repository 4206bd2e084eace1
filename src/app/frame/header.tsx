'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import { useSyncExternalStore } from 'react'
import { Link, useLocation } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import { workflowActionsPath } from '#features/activity/address.ts'
import { reviewsPath } from '#features/reviews/parts/address.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { ConnectionNote } from './connection-note.tsx'
import styles from './layout.module.css'
import { isOnlyReviewer } from '../session-hint.ts'

/** Fetched behind the first rows (main.tsx): nobody changes the colours of a page that is not there yet. */
export const headerControls = lazyModule(
  () => import('./header-controls.tsx'),
  (module) => module.HeaderControls,
)

const Controls = lazyPart(headerControls, () => (
  <>
    <ConnectionNote stored={0} />
    <span role="alert">The menus could not be loaded. They will load by themselves.</span>
  </>
))

/** The line at the top of every screen: where one is, how times and colours are shown, and who one is. */
export function Header({ session }: { readonly session: Promise<Session | undefined> }) {
  // main.tsx fetches them behind the first rows; to draw them sooner would fetch them sooner.
  const hasControls = useSyncExternalStore(headerControls.subscribe, controlsTried)
  return (
    <header className={styles.header}>
      <span className={styles.brand}>Countersign</span>
      <nav aria-label="Main" className={styles.nav}>
        {!isOnlyReviewer() && <To path={workflowActionsPath} name="Activity" />}
        <To path={reviewsPath} name="Reviews" />
      </nav>
      {hasControls ? <Controls session={session} /> : <ConnectionNote stored={0} />}
    </header>
  )
}

function controlsTried(): boolean {
  return headerControls.isReady() || headerControls.hasFailed()
}

/** A link to a part of the product, which is the current one on each of its screens: their addresses begin with the same word. */
function To({ path, name }: { readonly path: string; readonly name: string }) {
  const isHere = useLocation().pathname.split('/')[1] === path.split('/')[1]
  return (
    <Link to={path} className={styles.link ?? ''} aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  )
}
