import { Fragment } from 'react'
import { Link } from 'react-router'
import type { ValueCount } from '#contract/activity/event-summary.ts'
import type { FailureCause } from '#contract/activity/failures.ts'
import { counted } from '#std/counted.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { causeAddress } from './address.ts'
import { BecameBar, BecameWords } from './became.tsx'
import { CauseMessage } from './cause-message.tsx'
import { atLeast, soFar } from './outcomes.ts'
import styles from './failures.module.css'
import { type BarSpan, Sparkline } from './sparkline.tsx'

type Props = {
  readonly cause: FailureCause
  readonly span: BarSpan
  readonly zone: string
  /** The query of the page's address, which links keep. */
  readonly search: string
  /** How many failed events have no known cause yet: some may be of this one. */
  readonly unsorted: number
}

/** One cause of the board: what is said, how often and when, where, and what has become of it. */
export function CauseCard({ cause, span, zone, search, unsorted }: Props) {
  const { cause_id, message, workflows, workflow_count, actions, action_count } = cause
  return (
    <li className={styles.card}>
      <h2>
        <Link to={causeAddress(cause_id, search)}>
          <CauseMessage message={message} />
        </Link>
      </h2>
      <CauseFigures {...{ cause, span, zone, search, unsorted }} />
      <Facts look="columns">
        <Fact name={soFar('Workflows', unsorted)}>
          <ValueCounts values={workflows} of={workflow_count} none="No workflow" />
        </Fact>
        <Fact name={soFar('Actions', unsorted)}>
          <ValueCounts values={actions} of={action_count} none="No name" />
        </Fact>
      </Facts>
    </li>
  )
}

/** How often a cause struck, when, and what has become of it. */
export function CauseFigures({ cause, span, zone, search, unsorted }: Props) {
  const { cause_id, events, identities, first_at, last_at, became, bars } = cause
  return (
    <>
      <p className={styles.line}>
        <strong>
          {atLeast(unsorted)}
          {counted(events, 'event')}
        </strong>
        <span>
          {atLeast(unsorted)}
          {counted(identities, 'identity', 'identities')}
        </span>
        <span>{seenText(first_at, last_at, zone)}</span>
        <Sparkline bars={bars} span={span} zone={zone} unsorted={unsorted} />
      </p>
      <BecameBar became={became} />
      <p className={styles.line}>
        <span>
          <BecameWords
            became={became}
            unsorted={unsorted}
            addressOf={(outcome) => causeAddress(cause_id, search, outcome)}
          />
        </span>
      </p>
    </>
  )
}

/** When the first and the last event of a cause started. */
function seenText(first: string | null, last: string | null, zone: string): string {
  if (first === null || last === null) return 'No time is known'
  const [from, to] = [minuteText(first, zone), minuteText(last, zone)]
  return `Started ${from === to ? from : `${from} to ${to}`}`
}

type ValueCountsProps = {
  readonly values: readonly ValueCount[]
  /** How many there are in all. */
  readonly of: number
  /** What stands for an empty one. */
  readonly none: string
}

/** Values with how many events have each: `Mover 30, Joiner 17 and 2 more`. */
function ValueCounts({ values, of, none }: ValueCountsProps) {
  const others = of - values.length
  return (
    <>
      {values.map(({ value, count }, place) => (
        <Fragment key={value}>
          {place > 0 && ', '}
          {value === '' ? none : <Foreign text={value} />} <Muted>{numberText(count)}</Muted>
        </Fragment>
      ))}
      {others > 0 && ` and ${numberText(others)} more`}
    </>
  )
}
