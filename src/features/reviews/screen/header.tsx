import { useState } from 'react'
import { Link } from 'react-router'
import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-calls.ts'
import { isSuperseded, nextPhaseChange, phaseOf, type ReviewPhase } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { useCountsReadAt } from '#queries/reviews/use-review.ts'
import { nextHalfMinute, useServerTime } from '#queries/use-server-time.ts'
import { isBlank } from '#contract/text.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { minuteText, momentText } from '#ui/clock-text.ts'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { reviewsPath } from '../parts/address.ts'
import { phasePresentation } from '../parts/phase-presentation.ts'
import { Progress } from '../parts/progress.tsx'
import { reviewName } from '../parts/review-name.ts'
import { useReview, useReviewList } from '../table/review-context.ts'
import { Superseded } from './superseded.tsx'
import { dueText } from '../parts/time-text.ts'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './view.module.css'

const DetailsPanel = lazyDialog(
  'About this review',
  () => import('./details-panel.tsx'),
  (module) => module.DetailsPanel,
  'drawer',
)

/** What a review is, how far it is and until when, and behind a button everything that is known of it. */
export function ReviewHeader() {
  const { viewer, includesOthers, now, zone } = useReview()
  const { certification, context } = useReviewList()
  // Which rows the counts are about first: the reader's own, or all that they see.
  const covered = includesOthers || !runs(viewer) ? 'all' : 'own'
  const [open, setOpen] = useState(false)
  const workflow = context?.workflow_name
  const phase = phaseOf(certification, now)
  const look = phasePresentation[phase]
  const asOf = useStaleSince(certification, zone)
  const { snapshot_time } = certification
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <Link to={reviewsPath}>Reviews</Link>
        <span aria-hidden="true">/</span>
        <h1>
          <Foreign text={reviewName(certification, workflow, zone)} />
        </h1>
        <Badge icon={look.icon} tone={look.tone} tip={look.meaning}>
          {look.label}
        </Badge>
        <Button look="quiet" icon="info" onClick={() => setOpen(true)}>
          Details
        </Button>
      </div>
      <p className={styles.facts}>
        <Due certification={certification} zone={zone} />
        {workflow && !isBlank(certification.name) && <Foreign text={workflow} />}
        {snapshot_time && (
          <span data-tip={`Access as it was at ${snapshot_time}`}>
            Snapshot {minuteText(snapshot_time, zone)}
          </span>
        )}
        {context && !isSuperseded(certification) && (
          <Awaiting
            certification={certification}
            context={context}
            covered={covered}
            phase={phase}
            asOf={asOf}
          />
        )}
      </p>
      {isSuperseded(certification) && (
        <Superseded certification={certification} workflow={workflow} zone={zone} />
      )}
      <Progress certification={certification} own={covered === 'own' ? context : undefined} asOf={asOf} />
      {open && <DetailsPanel onClose={() => setOpen(false)} />}
    </header>
  )
}

/** While the server does not answer, the time as of which the counts hold; undefined where they are of now. */
function useStaleSince({ certification_id }: Certification, zone: string): string | undefined {
  const readAt = useCountsReadAt(certification_id)
  return useConnectionState() === 'connected' ? undefined : momentText(readAt, zone).slice(0, 16)
}

type AwaitingProps = {
  readonly certification: Certification
  readonly covered: 'own' | 'all'
  readonly context: ReviewContext
  readonly phase: ReviewPhase
  readonly asOf: string | undefined
}

/** How many rows are still to be signed off, of those that are covered; once the review is over nobody is awaited. */
function Awaiting({ certification, context, covered, phase, asOf }: AwaitingProps) {
  const { total_result_count, total_signed_off_count, counts_cover } = certification
  const open = total_result_count - total_signed_off_count
  const mine = context.my_open_rows
  const [rows, words] =
    covered === 'all' && counts_cover === 'all' && open > mine
      ? [open, `open, ${numberText(mine)} of them await you`]
      : [mine, 'await you']
  if (rows === 0) return null
  const said = phase === 'in progress' ? words : 'not signed off'
  return <span>{`${numberText(rows)} ${said}${asOf === undefined ? '' : ` as of ${asOf}`}`}</span>
}

type DueProps = { readonly certification: Certification; readonly zone: string }

function Due({ certification, zone }: DueProps) {
  const { due_date, state } = certification
  const now = useServerTime((at) =>
    Math.min(nextHalfMinute(at), nextPhaseChange(certification, at) ?? Infinity),
  )
  if (due_date === null) return <span>No due date</span>
  const due = dueText(due_date, now)
  const date = minuteText(due_date, zone)
  if (!due || state === 'CERT_STATE_COMPLETED' || isSuperseded(certification)) return <span>Due {date}</span>
  if (due.cue === undefined) return <span data-tip={`Due ${date}`}>{due.text}</span>
  return (
    <Badge icon={due.cue === 'overdue' ? 'alert' : 'clock'} tone="attention" tip={`Due ${date}`}>
      {due.text}
    </Badge>
  )
}
