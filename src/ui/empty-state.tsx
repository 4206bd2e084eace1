import type { ReactNode } from 'react'
import { ButtonRow } from './button-row.tsx'
import styles from './notice.module.css'

type EmptyStateProps = {
  readonly title: string
  /** Why there is nothing, and what to do about it. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** Shown in place of the rows of a list that has none: a title, why there are none, and what can be done. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.notice}>
      <h2>{title}</h2>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <ButtonRow>{actions}</ButtonRow>}
    </div>
  )
}
