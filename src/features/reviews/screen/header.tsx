import { useState } from 'react'
import { Link } from 'react-router'
import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { isSuperseded, nextPhaseChange, phaseOf, type ReviewPhase } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { useCountsReadAt } from '#queries/reviews/use-review.ts'
import { nextHalfMinute, useServerTime } from '#queries/use-server-time.ts'
import { isBlank } from '#contract/text.ts'
import { Button } from '#ui/button.tsx'
import { minuteText, momentText } from '#ui/clock-text.ts'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { reviewsPath } from '../parts/address.ts'
import { Due } from '../parts/due.tsx'
import { PhaseBadge } from '../parts/phase-badge.tsx'
import { reviewName } from '../parts/review-name.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { HeadProgress } from './head-progress.tsx'
import { Superseded } from './superseded.tsx'
import { type Covered, leftText } from '../parts/left-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './header.module.css'

const DetailsPanel = lazyDialog(
  'About this review',
  () => import('./details/details-panel.tsx'),
  (module) => module.DetailsPanel,
  { look: 'drawer' },
)

/** What a review is, how far it is and until when, and behind a button everything that is known of it. */
export function ReviewHeader() {
  const { viewer, includesOthers, now, zone } = useReview()
  const { certification, context } = useReviewList()
  const covered = includesOthers || !runs(viewer) ? 'all' : 'own'
  const [open, setOpen] = useState(false)
  const workflow = context?.workflow_name
  const phase = phaseOf(certification, now)
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
        <PhaseBadge phase={phase} />
        <Button look="quiet" icon="info" onClick={() => setOpen(true)}>
          Details
        </Button>
      </div>
      <p className={styles.facts}>
        <HeadDue certification={certification} zone={zone} />
        {workflow && !isBlank(certification.name) && <Foreign text={workflow} />}
        {snapshot_time && (
          <span className={styles.roomy} data-tip={`Access as it was at ${snapshot_time}`}>
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
      {phase !== 'searching' && (
        <HeadProgress
          certification={certification}
          own={covered === 'own' ? context : undefined}
          asOf={asOf}
        />
      )}
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
  readonly covered: Covered
  readonly context: ReviewContext
  readonly phase: ReviewPhase
  readonly asOf: string | undefined
}

function Awaiting({ certification, context, covered, phase, asOf }: AwaitingProps) {
  const text = leftText(certification, context, covered, phase)
  return text === '' ? null : <span>{`${text}${asOfText(asOf)}`}</span>
}

const asOfText = (asOf: string | undefined) => (asOf === undefined ? '' : ` as of ${asOf}`)

/** Counted from the moment on which the phase is told: it is drawn anew when that may change. */
function HeadDue({ certification, zone }: { readonly certification: Certification; readonly zone: string }) {
  const now = useServerTime((at) =>
    Math.min(nextHalfMinute(at), nextPhaseChange(certification, at) ?? Infinity),
  )
  return <Due certification={certification} phase={phaseOf(certification, now)} now={now} zone={zone} />
}
