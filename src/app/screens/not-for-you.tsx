import { Link } from 'react-router'
import { reviewsPath } from '#features/reviews/parts/address.ts'
import styles from '../frame/layout.module.css'
import { signInHere } from '../session-hint.ts'

/** What stands in the place of the activity log for somebody who is a reviewer and nothing else. */
export function NotForYou() {
  return (
    <div className={styles.notice}>
      <title>Not for you · Countersign</title>
      <h1>The activity log is not for your account</h1>
      <p>
        Auditors, operators and admins read it. You are signed in as a reviewer: what awaits you is under
        Reviews.
      </p>
      <p>
        <Link to={reviewsPath}>Go to the reviews</Link>
      </p>
      <p>
        If you need the log, ask an admin for the role of an auditor, or{' '}
        <Link to={signInHere()} reloadDocument>
          sign in as somebody else
        </Link>
        .
      </p>
    </div>
  )
}
