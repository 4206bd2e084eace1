import type { ReactNode } from 'react'
import { storedFolded } from './folded.ts'
import styles from './summary-place.module.css'

type Props = { readonly folded?: boolean; readonly children?: ReactNode }

/** The place of the bars, as high as they usually are while they are on their way, so that the rows do not move. */
export function SummaryPlace({ folded = storedFolded(), children }: Props) {
  return (
    <section aria-label="When they started" className={folded ? styles.folded : styles.place}>
      {children}
    </section>
  )
}
