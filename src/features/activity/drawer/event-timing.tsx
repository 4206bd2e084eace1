import type { ReactNode } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { exactDuration, formatDuration } from '../duration.ts'
import styles from './event-details.module.css'
import { instantText } from '#ui/clock-text.ts'
import { durationOf, noTime } from '../timing.ts'

type Props = { readonly event: ActionEvent; readonly zone: string }

/** When an event began, ended and how long it took, in the reader's zone and exactly. */
export function EventTiming({ event, zone }: Props) {
  const duration = durationOf(event)
  const exact = duration.kind === 'known' ? exactDuration(duration.ns) : undefined
  return (
    <section>
      <h3>Timing</h3>
      <dl className={styles.list}>
        <Entry term="Started" exact={event.started_at}>
          {event.started_at ? instantText(event.started_at, zone) : noTime(event, 'started_at')}
        </Entry>
        <Entry term="Completed" exact={event.completed_at}>
          {event.completed_at ? instantText(event.completed_at, zone) : noTime(event, 'completed_at')}
        </Entry>
        <Entry term="Duration" exact={exact}>
          {duration.kind === 'known' ? formatDuration(duration.ns) : duration.why}
        </Entry>
      </dl>
      <p className={styles.muted}>Times in {zone}, with the exact instant in UTC behind them.</p>
    </section>
  )
}

type EntryProps = {
  readonly term: string
  readonly exact: string | null | undefined
  readonly children: ReactNode
}

function Entry({ term, exact, children }: EntryProps) {
  return (
    <div className={`${styles.entry} ${styles.short}`}>
      <dt>{term}</dt>
      <dd>
        {children} {exact && <code className={styles.exact}>{exact}</code>}
      </dd>
    </div>
  )
}
