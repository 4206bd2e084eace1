import type { ReactNode } from 'react'
import { ButtonRow } from './button-row.tsx'
import styles from './notice.module.css'

type EmptyStateProps = {
  readonly title: string
  /** Why there is nothing, and what to do about it. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What stands where rows would be. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.notice}>
      <h2>{title}</h2>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <ButtonRow>{actions}</ButtonRow>}
    </div>
  )
}
