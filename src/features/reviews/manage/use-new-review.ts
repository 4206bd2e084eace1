import { useState } from 'react'
import { doubtsOf } from '#contract/reviews/assignment.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { useCertificationCheck } from '#queries/reviews/standing.ts'
import { useCreateCertification } from '#queries/reviews/use-certification-changes.ts'
import { useSession } from '#queries/session/session.ts'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import type { Doubts } from './doubts.tsx'
import { type Draft, emptyDraft, inputOf } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { isEmpty, keepDraft, keptDraft } from './kept-draft.ts'

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

type Doubted = Parameters<typeof Doubts>[0]

type Options = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly onDone: () => void
}

/** What is filled in for a new review, kept on this device until it is created, and its creation. */
export function useNewReview({ workflows, zone, onDone }: Options) {
  const place = textPlace(useSession()?.actor.user, 'new certification', 'draft')
  const [kept, setKept] = useState(() => keptDraft(place))
  const [written, setWritten] = useState<Draft>(kept ?? emptyDraft)
  const draft = onKnownWorkflow(written, workflows)
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
    keepDraft(place, { ...written, ...next })
  }
  const startAnew = () => {
    setKept(undefined)
    setDoubted(undefined)
    setWritten(emptyDraft)
    forgetText(place)
  }
  const submit = () => {
    const input = inputOf(draft, zone)
    if (!draft.publish) return creation.create(input)
    checking.check(input, (count) => {
      const doubts = doubtsOf({ ...count, due_date: input.due_date ?? null })
      if (doubts.length === 0) creation.create(input)
      else setDoubted({ doubts, reasons: count.reasons })
    })
  }
  return {
    draft,
    change,
    isKept: kept !== undefined,
    isEmpty: isEmpty(written),
    startAnew,
    submit,
    /** Creates and publishes it in spite of the doubts. */
    confirm: () => creation.create(inputOf(draft, zone)),
    busy,
    errors,
    doubted,
  }
}

/** The first workflow is the one that the field shows, also where the one that was chosen is gone. */
function onKnownWorkflow(draft: Draft, workflows: readonly Workflow[]): Draft {
  if (workflows.some(({ workflow_id }) => workflow_id === draft.workflow_id)) return draft
  return { ...draft, workflow_id: workflows[0]?.workflow_id ?? '', snapshot_id: '' }
}
