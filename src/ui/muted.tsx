import type { ReactNode } from 'react'
import styles from './muted.module.css'

type Props = { readonly isSmall?: boolean; readonly children: ReactNode }

/** Words that come second to those around them. */
export function Muted({ isSmall = false, children }: Props) {
  return <span className={isSmall ? styles.small : styles.muted}>{children}</span>
}
