import { useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { isOverdue, phaseOf } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { readerOf } from '#queries/reviews/rule-input.ts'
import { useSession } from '#queries/session/session.ts'
import { reviewName } from '../parts/review-name.ts'
import { CertificationActions } from './certification-actions.tsx'
import { CertificationDialog } from './certification-dialog.tsx'

type Props = {
  readonly certification: Certification
  readonly context: ReviewContext | undefined
  readonly now: number
  readonly zone: string
  readonly onEnded: () => void
}

/** What those who run a review can do to it as a whole, on its own screen; nothing for anybody else. */
export function RunReview({ certification, context, now, zone, onEnded }: Props) {
  const [action, setAction] = useState<CertificationAction>()
  const { roles, own, settings } = readerOf(certification, useSession(), context)
  if (!runs({ roles, own })) return null
  const phase = phaseOf(certification, now)
  const overdue = isOverdue(certification.due_date, now)
  const name = reviewName(certification, context?.workflow_name, zone)
  return (
    <section>
      <h3>Manage this review</h3>
      <CertificationActions
        look="row"
        ruleInput={{ phase, overdue, roles, own, settings, counts: certification }}
        onPick={setAction}
      />
      {action && (
        <CertificationDialog
          action={action}
          listed={{ certification, name, overdue }}
          zone={zone}
          onClose={() => setAction(undefined)}
          onEnded={onEnded}
        />
      )}
    </section>
  )
}
