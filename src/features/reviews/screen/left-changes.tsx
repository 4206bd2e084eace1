import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { useSession } from '#queries/session/session.ts'
import styles from './needs-you.module.css'
import { NotSavedChange } from '../decide/not-saved-change.tsx'

type Props = {
  readonly pending: PendingChanges
  readonly store: RowStore
  /** The time zone of times (IANA name). */
  readonly zone: string
}

/** The reader's changes of a review that the server did not take, where the review itself cannot be shown. */
export function LeftChanges({ pending, store, zone }: Props) {
  const { needsYou } = usePendingStatus(pending)
  const user = useSession()?.actor.user
  if (needsYou.length === 0 || !user) return null
  return (
    <section aria-labelledby="left-changes" className={styles.left}>
      <h2 id="left-changes">Changes of yours that were not saved</h2>
      <ul className={styles.list}>
        {needsYou.map((id) => (
          <NotSavedChange key={id} {...{ id, pending, store, zone, user }} />
        ))}
      </ul>
    </section>
  )
}
