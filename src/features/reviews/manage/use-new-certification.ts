import { useState } from 'react'
import { doubtsOf } from '#contract/reviews/assignment.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { useCertificationCheck } from '#queries/reviews/standing.ts'
import { useCreateCertification } from '#queries/reviews/use-certification-changes.ts'
import { useSession } from '#queries/session/session.ts'
import { forgetText, keepText, keptText, textPlace } from '#ui/kept-text.ts'
import type { Doubts } from './doubts.tsx'
import { type Draft, emptyDraft, inputOf } from './draft.ts'
import { type FieldErrors, fieldErrorsOf } from './field-errors.ts'

const fields = [
  'workflow_id',
  'snapshot_id',
  'data_source',
  'name',
  'notes',
  'due_date',
  'reviewer_assignment',
  'reviewer_assignment.reviewers',
  'reviewer_assignment.fallback_reviewers',
]

type Options = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly onDone: () => void
}

type Doubted = Parameters<typeof Doubts>[0]

type NewCertification = {
  readonly draft: Draft
  readonly change: (next: Partial<Draft>) => void
  /** Makes the certification; one that is to be published is checked first, and made when it is submitted again. */
  readonly submit: () => void
  /** What was found about the form as it stands. */
  readonly doubted: Doubted | undefined
  readonly busy: boolean
  readonly errors: FieldErrors
  /** Where notes of an earlier visit stand in the form: how old they are. */
  readonly keptHint: string | undefined
}

/** The form that makes a certification of a workflow. */
export function useNewCertification({ workflows, zone, onDone }: Options): NewCertification {
  const place = textPlace(useSession()?.actor.user, 'new certification', 'notes')
  const [kept] = useState(() => keptText(place, ''))
  const [written, setWritten] = useState<Draft>({ ...emptyDraft, notes: kept.text })
  // The first workflow is the one that the field shows, also where they are read after the dialog has opened.
  const draft = { ...written, workflow_id: written.workflow_id || (workflows[0]?.workflow_id ?? '') }
  const creation = useCreateCertification(() => {
    forgetText(place)
    onDone()
  })
  const checking = useCertificationCheck()
  const busy = creation.busy || checking.busy
  const errors = fieldErrorsOf(creation.failure ?? checking.failure, fields)
  // What was found about the form as it stands; a change of it makes that void.
  const [doubted, setDoubted] = useState<Doubted>()
  const change = (next: Partial<Draft>) => {
    setDoubted(undefined)
    setWritten({ ...draft, ...next })
    if (next.notes !== undefined) keepText(place, '', next.notes)
  }
  const submit = () => {
    const input = inputOf(draft, zone)
    if (!draft.publish || doubted) return creation.create(input)
    checking.check(input, (count) => {
      const doubts = doubtsOf({ ...count, due_date: input.due_date ?? null })
      if (doubts.length === 0) creation.create(input)
      else setDoubted({ doubts, reasons: count.reasons })
    })
  }
  return { draft, change, submit, doubted, busy, errors, keptHint: kept.hint }
}
