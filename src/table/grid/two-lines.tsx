import type { ReactNode } from 'react'
import styles from './data-table.module.css'

type TwoLinesProps = {
  readonly children: ReactNode
  readonly under: ReactNode
  readonly tip?: string | undefined
}

/**
 * A text above a smaller one; a card shows the first alone. Both are lines of the cell itself, because an element that
 * clips its own text costs the browser a layer in each frame.
 */
export function TwoLines({ children, under, tip }: TwoLinesProps) {
  return (
    <span data-tip={tip}>
      {children}
      <br />
      <span className={styles.under}>{under}</span>
    </span>
  )
}
