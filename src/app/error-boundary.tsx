import { useRouteError } from 'react-router'
import styles from './layout.module.css'

/**
 * What stands where a screen would be when it breaks, or when its code cannot be fetched. Made of nothing but the
 * platform, because it is in everybody's first load and hardly anybody sees it.
 */
export function ErrorBoundary() {
  const error = useRouteError()
  return (
    <div role="alert" className={styles.notice}>
      <title>Error · Countersign</title>
      <h1>This screen stopped working</h1>
      <p>{error instanceof Error ? error.message : 'Something unexpected happened in the page.'}</p>
      <p>If a new version of Countersign was started meanwhile, loading the page again is all it takes.</p>
      <p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    </div>
  )
}
