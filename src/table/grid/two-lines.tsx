import type { ReactNode } from 'react'
import styles from './data-table.module.css'

type TwoLinesProps = {
  readonly children: ReactNode
  readonly under: ReactNode
  readonly tip?: string | undefined
}

/**
 * A text over a small one; a card shows the first alone. Both are lines of the cell itself, which cuts what does not
 * fit: an element that cuts on its own is one more piece that the browser puts together in each frame.
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
