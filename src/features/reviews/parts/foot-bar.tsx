import type { ReactNode } from 'react'
import styles from './foot-bar.module.css'

type Props = {
  /** What it is, for screen readers, where its own words do not say it. */
  readonly label?: string
  readonly children: ReactNode
}

/** A bar below the list, so that no row moves as it comes. */
export function FootBar({ label, children }: Props) {
  return (
    <section aria-label={label} className={styles.bar}>
      {children}
    </section>
  )
}
