import { useActivityFreshness } from '#queries/activity/use-action-event.ts'
import { Icon } from '#ui/icon.tsx'
import styles from './demo-banner.module.css'

/** Says aloud that there are events of the demonstration among the rows. */
export function DemoBanner() {
  const { value } = useActivityFreshness()
  if (!value?.demo) return null
  return (
    <p role="note" className={styles.banner}>
      <Icon name="info" />
      <span>
        <strong>Demonstration data.</strong> These people and events are made up.
      </span>
    </p>
  )
}
