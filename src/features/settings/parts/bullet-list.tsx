import type { ReactNode } from 'react'
import styles from './bullet-list.module.css'

type Props = { readonly label: string; readonly children: ReactNode }

/** What there is of a kind, a line with a dot each. */
export function BulletList({ label, children }: Props) {
  return (
    <ul className={styles.bullets} aria-label={label}>
      {children}
    </ul>
  )
}
