import { maxLoadedRows } from '#queries/activity/action-events.ts'
import type { LoadedEvents } from '#queries/activity/use-action-events.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './view.module.css'

type Props = { readonly list: LoadedEvents; readonly onRetry: () => void }

/** What stands below the last row: that more are coming, that they could not be read, or that these are all. */
export function ListFooter({ list, onRetry }: Props) {
  if (list.notMore) {
    return (
      <div role="alert" className={styles.footer}>
        <span>
          More events could not be read. <Foreign text={list.notMore.message} />
        </span>
        <Button icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      </div>
    )
  }
  return <p className={styles.footer}>{texts[list.more]}</p>
}

const most = maxLoadedRows.toLocaleString('en')
const texts: Record<LoadedEvents['more'], string> = {
  none: 'No more events.',
  there: 'More events follow.',
  loading: 'Loading more events …',
  full: `${most} events are loaded and more match. Narrow the filter or the time range to see them.`,
}
