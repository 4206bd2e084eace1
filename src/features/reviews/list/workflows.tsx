import type { Failure } from '#contract/errors.ts'
import { sameUser } from '#contract/people.ts'
import type { Session } from '#contract/session/session.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import type { Reading } from '#queries/reading.ts'
import { Foreign } from '#ui/foreign.tsx'
import { numberText } from '#ui/number-text.ts'
import { Muted } from '#ui/muted.tsx'
import { ListFailure } from './list-failure.tsx'
import type { ListedCertification } from '../parts/listed.ts'
import parts from './list-parts.module.css'
import styles from './workflows.module.css'
import { WorkflowDetail } from './workflow-detail.tsx'

type Props = {
  readonly workflows: Reading<readonly Workflow[]>
  /** Why the certifications are not there, which stands above. */
  readonly shownFailure: Failure | undefined
  /** Undefined until the reviews are known. */
  readonly reviews: readonly ListedCertification[] | undefined
  readonly session: Session | undefined
  readonly zone: string
}

/**
 * The workflows that certifications are runs of, each with what it says of itself and how many are in use. Why they are
 * not there is said, unless the certifications are not there for the same reason.
 */
export function Workflows({
  workflows: { value, failure, retry },
  shownFailure,
  reviews,
  session,
  zone,
}: Props) {
  if (!value && failure && !isSame(failure, shownFailure))
    return <ListFailure failure={failure} onRetry={retry} />
  if (!value) return null
  if (value.length === 0) return null
  const runs = (workflow_id: string) =>
    reviews?.filter(
      ({ certification, phase }) => certification.workflow_id === workflow_id && phase !== 'superseded',
    ).length
  return (
    <section aria-labelledby="workflows" className={styles.workflows}>
      <h2 id="workflows">Workflows</h2>
      {value.map((workflow) => (
        <details key={workflow.workflow_id} className={styles.workflow}>
          <summary>
            <strong>
              <Foreign text={workflow.name} />
            </strong>{' '}
            <Muted>{runsText(runs(workflow.workflow_id), seesAll(session, workflow))}</Muted>
            {workflow.description && (
              <span className={parts.more}>
                <Foreign text={workflow.description} />
              </span>
            )}
          </summary>
          <WorkflowDetail workflow={workflow} zone={zone} />
        </details>
      ))}
    </section>
  )
}

function isSame(a: Failure, b: Failure | undefined): boolean {
  return a.code === b?.code && a.status === b.status && a.message === b.message
}

/** Whether somebody's list has every review of a workflow: they are admin or auditor, or it is theirs. */
function seesAll(session: Session | undefined, { owner, creator }: Workflow): boolean {
  if (!session) return false
  const { roles, user } = session.actor
  if (roles.includes('admin') || roles.includes('auditor')) return true
  return roles.includes('operator') && [owner, creator].some((person) => person && sameUser(person, user))
}

function runsText(runs: number | undefined, areAll: boolean): string {
  if (runs === undefined) return ''
  if (runs === 0 && !areAll) return 'none that you may see'
  return runs === 1 ? '1 review' : `${numberText(runs)} reviews`
}
