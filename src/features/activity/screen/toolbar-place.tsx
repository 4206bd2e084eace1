import { SummaryPlace } from '../summary/summary-place.tsx'
import styles from './view.module.css'

/** The toolbar's place while it is on its way, as high as it usually is, so that the rows do not move. */
export function ToolbarPlace() {
  return (
    <>
      <div className={styles.top}>
        <h1>Workflow Actions</h1>
      </div>
      <div className={styles.causes} />
      <SummaryPlace />
      <div className={styles.filters} />
    </>
  )
}
