import type { ReactNode } from 'react'
import styles from './button-row.module.css'

/** Buttons beside one another, on more lines where there is little room. */
export function ButtonRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}
