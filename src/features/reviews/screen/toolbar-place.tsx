import styles from './strip.module.css'

/** The toolbar's place while it is on its way, as high as it usually is, so that the rows do not move. */
export function ToolbarPlace() {
  return <div className={styles.tools} />
}
