import { Icon } from '#ui/icon.tsx'
import styles from './strip.module.css'

/** What the tab says before its number. */
export const rejectedBefore = 'Rejected before, still here'

/** Stands in the place of the tab of what was rejected before until there is its number, so that the next tabs stay where they are. */
export function RejectedBeforeToCome() {
  return (
    <span className={styles.whole}>
      <Icon name="alert" /> {rejectedBefore} …
    </span>
  )
}
