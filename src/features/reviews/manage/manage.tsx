import { useId, useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import {
  type CertificationAction,
  certificationActions,
  mayRun,
} from '#contract/reviews/certification-rules.ts'
import type { ReviewContext } from '#contract/reviews/review-calls.ts'
import { isOverdue, phaseOf } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { readerOf } from '#queries/reviews/rule-input.ts'
import { type CertificationSteps, useCertificationSteps } from '#queries/reviews/use-review.ts'
import { useSession } from '#queries/session/use-session.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from '../screen/details-panel.module.css'
import { DeleteConfirmation } from './delete-confirmation.tsx'
import { EditForm } from './edit-form.tsx'
import { PublishConfirmation } from './publish-confirmation.tsx'

type Props = {
  readonly certification: Certification
  readonly context: ReviewContext | undefined
  readonly now: number
  readonly zone: string
}

/** What those who run a review can do to it; nothing for anybody else. */
export function Manage({ certification, context, now, zone }: Props) {
  const session = useSession()
  const steps = useCertificationSteps(certification.certification_id)
  const [editing, setEditing] = useState(false)
  const id = useId()
  const { roles, own, settings } = readerOf(certification, session, context)
  if (!runs({ roles, own })) return null
  const phase = phaseOf(certification, now)
  const overdue = isOverdue(certification.due_date, now)
  const ruleInput = { phase, overdue, roles, own, settings, counts: certification }
  const verdict = (action: CertificationAction) => mayRun(action, ruleInput)
  const offered = certificationActions.filter((action) => action !== 'publish' || phase === 'draft')
  const reasons = [...new Set(offered.flatMap((action) => verdict(action)?.message ?? []))]
  /** Why something cannot be done, and where that stands below. */
  const refused = (action: CertificationAction) => {
    const refusal = verdict(action)?.message
    return refusal === undefined ? {} : { refusal, refusalAt: `${id}-${reasons.indexOf(refusal)}` }
  }
  return (
    <section className={styles.manage}>
      <h3>Manage this review</h3>
      <div className={styles.actions}>
        <Button {...refused('edit')} onClick={() => setEditing(!editing)}>
          Edit
        </Button>
        {phase === 'draft' && (
          <Publish certification={certification} refused={refused('publish')} steps={steps} />
        )}
        <Complete refused={refused('complete')} steps={steps} />
        <Delete certification={certification} refused={refused('delete')} steps={steps} />
      </div>
      {reasons.length > 0 && (
        <ul className={styles.why}>
          {reasons.map((reason, place) => (
            <li key={reason} id={`${id}-${place}`}>
              {reason}
            </li>
          ))}
        </ul>
      )}
      {editing && !verdict('edit') && (
        <EditForm
          certification={certification}
          steps={steps}
          zone={zone}
          focus={focusAtOnce}
          onClose={() => setEditing(false)}
        />
      )}
      {steps.failure && !editing && (
        <p role="alert" className={styles.failure}>
          <Foreign text={steps.failure.message} />{' '}
          <Foreign
            text={steps.failure.violations
              .map(({ field, description }) => `${field}: ${description}`)
              .join('; ')}
          />
        </p>
      )}
    </section>
  )
}

type PublishProps = CompleteProps & { readonly certification: Certification }

/** Asks once more, with what there is to doubt: a published review cannot become a draft again. */
function Publish({ certification, refused, steps }: PublishProps) {
  const [asking, setAsking] = useState(false)
  if (!asking || refused.refusal !== undefined)
    return (
      <Button {...refused} onClick={() => setAsking(true)}>
        Publish …
      </Button>
    )
  return <PublishConfirmation certification={certification} steps={steps} onClose={() => setAsking(false)} />
}

/** Asks once more, with what is in it: reviewers do not find it afterwards. */
function Delete({ certification, refused, steps }: PublishProps) {
  const [asking, setAsking] = useState(false)
  if (!asking || refused.refusal !== undefined)
    return (
      <Button {...refused} onClick={() => setAsking(true)}>
        Delete …
      </Button>
    )
  return <DeleteConfirmation certification={certification} steps={steps} onClose={() => setAsking(false)} />
}

type CompleteProps = {
  readonly refused: { readonly refusal?: string; readonly refusalAt?: string }
  readonly steps: CertificationSteps
}

/** Asks once more, because completing closes the review for its reviewers. */
function Complete({ refused, steps }: CompleteProps) {
  const [asking, setAsking] = useState(false)
  if (!asking || refused.refusal !== undefined)
    return (
      <Button {...refused} onClick={() => setAsking(true)}>
        Complete …
      </Button>
    )
  return (
    <span className={styles.actions}>
      Its reviewers can change nothing afterwards.
      <Button
        look="primary"
        refusal={steps.busy ? 'The review is being completed.' : undefined}
        onClick={() => steps.take({ kind: 'complete' }, () => setAsking(false))}
      >
        Complete the review
      </Button>
      {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
      <Button ref={focusAtOnce} onClick={() => setAsking(false)}>
        Not yet
      </Button>
    </span>
  )
}
