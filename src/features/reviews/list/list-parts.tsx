import { Link } from 'react-router'
import { reviewPath } from '../parts/address.ts'
import { Due as DueMark } from '../parts/due.tsx'
import { dueWords } from '../parts/due-words.ts'
import { PhaseBadge } from '../parts/phase-badge.tsx'
import { graceText } from '../parts/phase-presentation.ts'
import { Progress as ProgressMark } from '../parts/progress.tsx'
import { decidedOf, shortProgressText } from '../parts/progress-text.ts'
import { rowsLeft, rowsLeftText } from '../parts/rows-left-text.ts'
import type { ListedCertification } from '../parts/listed.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { isolated } from '#std/isolate.ts'
import styles from './list-parts.module.css'

type Part = { readonly listed: ListedCertification }
type TimedPart = Part & { readonly now: number; readonly zone: string }

/** The name of a certification, which leads to it. */
export function NameLink({ listed }: Part) {
  return (
    <Link to={reviewPath(listed.certification.certification_id)} className={styles.name}>
      <Foreign text={listed.name} />
    </Link>
  )
}

/** Where it stands, with the reason where it failed and what the days of grace allow. */
export function Phase({ listed: { phase, certification } }: Part) {
  const more = certification.error_reason || graceText(phase)
  return (
    <>
      <PhaseBadge phase={phase} />
      {more && (
        <span className={styles.more}>
          <Foreign text={more} />
        </span>
      )}
    </>
  )
}

/** How many rows are decided of how many, saying which rows those are. */
export function Progress({ listed, className }: Part & { readonly className?: string | undefined }) {
  const { certification, name, phase } = listed
  if (phase === 'searching' || phase === 'failed') return <Muted>no rows yet</Muted>
  const left = phase === 'in progress' && rowsLeftText(rowsLeft(certification))
  return (
    <ProgressMark
      label={`Decided in ${isolated(name)}`}
      counts={decidedOf(certification)}
      className={className}
    >
      <span>{shortProgressText(certification)}</span>
      {left && <span className={styles.more}>{left}</span>}
    </ProgressMark>
  )
}

/** Until when it runs: how far that is, and the time itself below. */
export function Due({ listed: { certification, phase }, now, zone }: TimedPart) {
  const { time } = dueWords(certification, phase, now, zone)
  return (
    <span className={styles.due}>
      <DueMark certification={certification} phase={phase} now={now} zone={zone} />
      {time && (
        <time dateTime={time} className={styles.more}>
          {minuteText(time, zone)}
        </time>
      )}
    </span>
  )
}

/** How many people review it; who, as a tooltip. Whoever sees only rows of theirs is not told of the others. */
export function Reviewers({ listed: { certification } }: Part) {
  const { reviewers } = certification
  const names = reviewers.map(({ name, email, id }) => isolated(name || email || id))
  const shown = names.length > 10 ? [...names.slice(0, 10), `and ${names.length - 10} more`] : names
  const count =
    certification.counts_cover === 'all' ? names.length.toLocaleString('en') : 'you and any others'
  return <span data-tip={shown.join(', ') || undefined}>{count}</span>
}
