import type { ReactNode } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { exactDuration, formatDuration } from '../duration.ts'
import styles from './event-details.module.css'
import { instantText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Muted } from '#ui/muted.tsx'
import { durationOf, noTime } from '../timing.ts'

type Props = { readonly event: ActionEvent; readonly zone: string }

/** When an event began, ended and how long it took, in the reader's zone and exactly. */
export function EventTiming({ event, zone }: Props) {
  const duration = durationOf(event)
  const exact = duration.kind === 'known' ? exactDuration(duration.ns) : undefined
  return (
    <section>
      <h3>Timing</h3>
      <Facts>
        <TimingFact name="Started" exact={event.started_at}>
          {event.started_at ? instantText(event.started_at, zone) : noTime(event, 'started_at')}
        </TimingFact>
        <TimingFact name="Completed" exact={event.completed_at}>
          {event.completed_at ? instantText(event.completed_at, zone) : noTime(event, 'completed_at')}
        </TimingFact>
        <TimingFact name="Duration" exact={exact}>
          {duration.kind === 'known' ? formatDuration(duration.ns) : duration.why}
        </TimingFact>
      </Facts>
      <p>
        <Muted>Times in {zone}, with the exact instant in UTC behind them.</Muted>
      </p>
    </section>
  )
}

type TimingFactProps = {
  readonly name: string
  readonly exact: string | null | undefined
  readonly children: ReactNode
}

function TimingFact({ name, exact, children }: TimingFactProps) {
  return (
    <Fact name={name}>
      {children} {exact && <code className={styles.exact}>{exact}</code>}
    </Fact>
  )
}
