import type { JSX } from 'react'
import { Link } from 'react-router'
import { personText as textOfPerson } from '../../parts/people/person-text.ts'
import { isolated } from '#std/isolate.ts'
import { Foreign } from '#ui/foreign.tsx'
import type { Certification } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { isSuperseded, phaseOf } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useWorkflow } from '#queries/reviews/use-review.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import styles from './details-panel.module.css'
import { useReview, useReviewList } from '../../state/review-provider.ts'
import { RunReview } from '../../manage/run-review.tsx'
import { leftText } from '../../parts/left-text.ts'
import { progressText } from '../../parts/progress-text.ts'
import { Query } from '../../parts/query.tsx'
import { GoneAccess } from './gone-access.tsx'
import { StandingFacts } from './standing-facts.tsx'
import { reviewPath } from '../../parts/address.ts'
import { ReviewLink } from '../../parts/review-link.tsx'
import { ReviewerProgress } from './reviewer-progress.tsx'
import { EndedFacts } from './ended-facts.tsx'
import { WhoIsLate } from './who-is-late.tsx'
import { minuteText } from '#ui/clock-text.ts'

type Props = { readonly onClose: () => void }

/** Everything that is known of a review besides its rows, and what those who run it can do to it. */
export function DetailsPanel({ onClose }: Props) {
  const { now, zone, includesOthers, viewer } = useReview()
  const { certification, context, rows } = useReviewList()
  const { value: workflow } = useWorkflow(certification.workflow_id)
  const covered = includesOthers || !runs(viewer) ? 'all' : 'own'
  const phase = phaseOf(certification, now)
  const seesWhole = runs(viewer) || viewer.roles.includes('auditor')
  const time = (at: string | null) => at && minuteText(at, zone)
  const link = (id: string) => (
    <ReviewLink certification_id={id} workflow={context?.workflow_name} zone={zone} />
  )
  return (
    <Dialog look="drawer" title="About this review" onClose={onClose}>
      <div className={styles.panel}>
        <RunReview
          certification={certification}
          context={context}
          now={now}
          zone={zone}
          onEnded={rows.refresh}
        />
        <FactsSection
          title="How far it is"
          facts={[
            ['Decided', phase === 'searching' ? '' : progressText(certification)],
            [
              'Left',
              context && !isSuperseded(certification) && leftText(certification, context, covered, phase),
            ],
          ]}
        />
        <FactsSection
          title="Review"
          facts={[
            ['Notes', certification.notes],
            ['Due', time(certification.due_date)],
            ['Snapshot of access', time(certification.snapshot_time)],
            ['Limited to the access of', limitText(certification)],
            ['Started', time(certification.started_at)],
            ['Rows found', time(certification.query_completed_at)],
            ['Completed', time(certification.completed_at)],
            ['Completed by', personText(certification.completed_by)],
            ['Expired', time(certification.expired_at)],
            ['Superseded', time(certification.superseded_at)],
            [certification.replaced_by ? 'Replaced by' : 'Deleted by', successorOf(certification, link)],
            ['Took the place of', certification.replaces && link(certification.replaces)],
            ['Created by', personText(certification.creator ?? certification.created_by)],
            ['Last change of a row', time(certification.results_updated_at)],
            ['Last changed by', personText(certification.results_updated_by)],
            ['Failure', certification.error_reason],
            [
              'Changes of many rows',
              <Link key="bulk" to={`${reviewPath(certification.certification_id)}/bulk`}>
                All of them, with receipts
              </Link>,
            ],
            ['Id', certification.certification_id],
          ]}
        />
        <StandingFacts certification_id={certification.certification_id} />
        {seesWhole && <EndedFacts />}
        {seesWhole && <WhoIsLate onLeave={onClose} />}
        <ReadOnDemand />
        <FactsSection
          title="Workflow"
          facts={[
            ['Name', workflow?.name ?? context?.workflow_name],
            ['Description', workflow?.description ?? context?.workflow_description],
            ['Notes', workflow?.notes],
            ['Owner', personText(workflow?.owner)],
            ['Created by', personText(workflow?.creator)],
            ['Created', time(workflow?.created_at ?? null)],
            ['Id', certification.workflow_id],
          ]}
        />
        <QuerySection />
      </div>
    </Dialog>
  )
}

/** What is read only when somebody asks. */
function ReadOnDemand() {
  return (
    <>
      <GoneAccess />
      <ReviewerProgress certification_id={useReview().certification_id} />
    </>
  )
}

/** What the rows were gathered by. The server shows it to nobody who sees only some of the rows. */
function QuerySection() {
  const { roles, own } = useReview().viewer
  const { query_used } = useReviewList().certification
  const shown = roles.includes('auditor') || runs({ roles, own })
  return (
    <section>
      <h3>Query</h3>
      {shown ? <Query query={query_used} /> : <p>Only those who run or audit this review see its query.</p>}
    </section>
  )
}

type SectionProps = {
  readonly title: string
  readonly facts: readonly (readonly [string, JSX.Element | string | false | null | undefined])[]
}

/** What there is to say, without what there is not. */
function FactsSection({ title, facts }: SectionProps) {
  const known = facts.filter(([, value]) => Boolean(value))
  return (
    <section>
      <h3>{title}</h3>
      <Facts>
        {known.map(([label, text]) => (
          <Fact key={label} name={label}>
            {typeof text === 'string' ? <Foreign text={text} /> : text}
          </Fact>
        ))}
      </Facts>
    </section>
  )
}

function personText(user: WorkflowUser | null | undefined): string | undefined {
  return user ? textOfPerson(user) : undefined
}

/** What a superseded certification was replaced by, or else who deleted it. */
function successorOf(
  { replaced_by, superseded_by }: Certification,
  link: (id: string) => JSX.Element,
): JSX.Element | string | undefined {
  return replaced_by ? link(replaced_by) : personText(superseded_by)
}

/** The identities to whose access a certification is limited, the first ten by type and id; undefined when to none. */
function limitText({ dynamic_information }: Certification): string | undefined {
  if (!dynamic_information) return undefined
  const { identities } = dynamic_information
  const shown = identities.slice(0, 10).map(({ type, id }) => `${isolated(type)} ${isolated(id)}`)
  const more = identities.length - shown.length
  return [...shown, ...(more > 0 ? [`${more.toLocaleString('en')} more`] : [])].join(', ')
}
