'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import type { ReactNode } from 'react'
import { workflowActionsPath } from '#features/activity/address.ts'
import { reviewsPath } from '#features/reviews/address.ts'
import styles from './layout.module.css'
import { isOnlyReviewer } from './session-hint.ts'

type Props = {
  /** A link of the line; marks itself as the present place. */
  readonly link: (to: string, name: string) => ReactNode
  /** How times and colours are shown, and who one is. */
  readonly children?: ReactNode
}

/** The line at the top of every screen: where one is; the early script draws it too. */
export function HeaderBar({ link, children }: Props) {
  return (
    <header className={styles.header}>
      <span className={styles.brand}>Countersign</span>
      <nav aria-label="Main" className={styles.nav}>
        {!isOnlyReviewer() && link(workflowActionsPath, 'Activity')}
        {link(reviewsPath, 'Reviews')}
      </nav>
      {children}
    </header>
  )
}
