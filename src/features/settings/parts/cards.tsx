import type { ReactNode } from 'react'
import styles from './cards.module.css'

/** What there is of a kind, a card each. */
export function CardList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  )
}

type CardProps = {
  /** Its heading (h2), and what stands beside it. */
  readonly head: ReactNode
  readonly children: ReactNode
}

/** One of them. */
export function Card({ head, children }: CardProps) {
  return (
    <li className={styles.card}>
      <div className={styles.head}>{head}</div>
      {children}
    </li>
  )
}
