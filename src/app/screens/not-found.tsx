import { Link } from 'react-router'
import { workflowActionsPath } from '#features/activity/address.ts'
import { reviewsPath } from '#features/reviews/parts/address.ts'
import styles from '../frame/layout.module.css'
import { isOnlyReviewer } from '../session-hint.ts'

/** An address that no screen has; it leads to where the reader may go. */
export function NotFound() {
  return (
    <div className={styles.notice}>
      <title>Not found · Countersign</title>
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or belong to a newer version of Countersign.</p>
      <p>
        {isOnlyReviewer() ? (
          <Link to={reviewsPath}>Go to the reviews</Link>
        ) : (
          <Link to={workflowActionsPath}>Go to the workflow actions</Link>
        )}
      </p>
    </div>
  )
}
