import type { ReactNode } from 'react'
import type { Count } from '#contract/envelopes.ts'
import type { Reading } from '#queries/reading.ts'
import type { LoadedEvents } from '#queries/activity/use-action-events.ts'
import { momentText } from '#ui/clock-text.ts'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './view.module.css'

/** The count, or why it is not known. */
type Counted = Pick<Reading<Count>, 'value' | 'failure'>

type Props = {
  readonly loaded: LoadedEvents | undefined
  readonly count: Counted
  readonly filtered: boolean
  readonly zone: string
  /** How fresh the store is. */
  readonly children?: ReactNode
}

/** How much of what is loaded, as of when, and how fresh the store itself is. */
export function StatusLine({ loaded, count, filtered, zone, children }: Props) {
  return (
    <div className={styles.status}>
      <output>{loaded && countText(loaded, count, filtered)}</output>
      {loaded?.notAgain && (
        <span role="alert" className={styles.problem}>
          Could not refresh: <Foreign text={loaded.notAgain.message} />
        </span>
      )}
      {loaded && <span>As of {momentText(loaded.asOf, zone)}</span>}
      {children}
    </div>
  )
}

/** `200 of 10,000+ events loaded`; the count is apart from the rows and may come later than they, or not at all. */
export function countText(loaded: LoadedEvents, { value, failure }: Counted, filtered: boolean): string {
  if (loaded.stale) return 'Loading …'
  const what = filtered ? 'matching events' : 'events'
  const rows = loaded.rows.length
  if (loaded.more === 'none')
    return `${numberText(rows)} ${rows === 1 ? what.slice(0, -1) : what}, all loaded`
  const of = value ? countOf(value, rows) : failure ? 'an unknown number of' : '…'
  return `${numberText(rows)} of ${of} ${what} loaded`
}

/** A count that was cut off says so; once more rows than that are loaded, they are what is known. */
function countOf({ count, capped }: Count, rows: number): string {
  return capped ? `${numberText(Math.max(count, rows))}+` : numberText(count)
}
