import { Link } from 'react-router'
import { Badge } from '#ui/badge.tsx'
import { Icon } from '#ui/icon.tsx'
import { certificationPath } from './address.ts'
import type { Listed } from './listing.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'
import { distanceText, urgencyOf } from './moments.ts'
import { graceText, groupOf, phasePresentation } from './phases.ts'
import styles from '../reviews.module.css'

type Part = { readonly one: Listed }
type TimedPart = Part & { readonly now: number; readonly zone: string }

/** The name of a certification, which leads to it. */
export function NameLink({ one }: Part) {
  return (
    <Link to={certificationPath(one.certification.certification_id)} className={styles.name}>
      <Foreign text={one.name} />
    </Link>
  )
}

/** Where it stands, with the reason where it failed and what the days of grace allow. */
export function Phase({ one: { phase, certification } }: Part) {
  const { label, tone, icon, tip } = phasePresentation[groupOf(phase)]
  const more = certification.error_reason || graceText(phase)
  return (
    <>
      <Badge tone={tone} icon={icon} tip={tip}>
        {label}
      </Badge>
      {more && (
        <span className={styles.more}>
          <Foreign text={more} />
        </span>
      )}
    </>
  )
}

/** How many rows are decided of how many, saying which rows those are. */
export function Progress({ one: { certification, name, phase } }: Part) {
  const { total_result_count: all, total_complete_count: decided, counts_cover } = certification
  if (phase === 'searching' || phase === 'failed') return <span className={styles.muted}>no rows yet</span>
  const whose = counts_cover === 'all' ? '' : ' of yours'
  return (
    <span className={styles.progress}>
      <progress aria-label={`Decided in ${isolated(name)}`} max={all || 1} value={decided} />
      <span>
        {decided.toLocaleString('en')} of {all.toLocaleString('en')}
        {whose} decided
      </span>
    </span>
  )
}

/** When it is due: how far that is, and the instant. One that has ended is never overdue. */
export function Due({ one: { certification, phase }, now, zone }: TimedPart) {
  const { due_date: due, completed_at } = certification
  if (completed_at)
    return (
      <span className={styles.due}>
        <span className={styles.muted}>completed</span>
        <time dateTime={completed_at} className={styles.more}>
          {minuteText(completed_at, zone)}
        </time>
      </span>
    )
  if (!due) return <span className={styles.muted}>no due date</span>
  const urgency = phase === 'failed' || phase === 'superseded' ? 'later' : urgencyOf(due, now)
  return (
    <span className={styles.due}>
      <span className={styles[urgency]}>
        {urgency !== 'later' && <Icon name={urgency === 'overdue' ? 'alert' : 'clock'} />}
        {urgency === 'overdue' ? `overdue, ${distanceText(due, now)}` : distanceText(due, now)}
      </span>
      <time dateTime={due} className={styles.more}>
        {minuteText(due, zone)}
      </time>
    </span>
  )
}

/** How many people review it; who, as a tooltip. Whoever sees only rows of theirs is not told of the others. */
export function Reviewers({ one: { certification } }: Part) {
  const { reviewers } = certification
  const names = reviewers.map(({ name, email, id }) => isolated(name || email || id))
  const shown = names.length > 10 ? [...names.slice(0, 10), `and ${names.length - 10} more`] : names
  const count = certification.counts_cover === 'all' ? names.length.toLocaleString('en') : 'you and others'
  return <span data-tip={shown.join(', ') || undefined}>{count}</span>
}
