import { Link } from 'react-router'
import { workflowActionsPath } from '#features/activity/address.ts'
import styles from '../frame/layout.module.css'

/** An address that no screen has. */
export function NotFound() {
  return (
    <div className={styles.notice}>
      <title>Not found · Countersign</title>
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or belong to a newer version of Countersign.</p>
      <p>
        <Link to={workflowActionsPath}>Go to the workflow actions</Link>
      </p>
    </div>
  )
}
