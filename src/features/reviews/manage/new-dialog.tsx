import { useState } from 'react'
import { doubtsOf } from '#contract/reviews/assignment.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { useCertificationCheck } from '#queries/reviews/standing.ts'
import { useCreateCertification } from '#queries/reviews/use-certification-changes.ts'
import { useSession } from '#queries/session/use-session.ts'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormFoot } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Hint } from '#ui/hint.tsx'
import { isolated } from '#std/isolate.ts'
import { AssignmentFields } from './assignment-fields.tsx'
import { Choices } from './choices.tsx'
import { CommonFields } from './common-fields.tsx'
import { Doubts } from './doubts.tsx'
import { type Draft, emptyDraft, inputOf } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { isEmpty, keepDraft, keptDraft } from './kept-draft.ts'
import { SnapshotField } from './snapshot-field.tsx'

type Props = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly onClose: () => void
  readonly onDone: () => void
}

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

/** Creates a review of a workflow. What is filled in and not created is kept whole until somebody starts anew. */
export function NewDialog({ workflows, zone, onClose, onDone }: Props) {
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
    if (!draft.publish || doubted) return creation.create(input)
    checking.check(input, (count) => {
      const doubts = doubtsOf({ ...count, due_date: input.due_date ?? null })
      if (doubts.length === 0) creation.create(input)
      else setDoubted({ doubts, reasons: count.reasons })
    })
  }
  return (
    <Dialog title="New review" onClose={onClose}>
      <Form onSubmit={submit}>
        {kept && <Hint>This is what you filled in before and did not create.</Hint>}
        <FormField label="Workflow" error={errors.at.get('workflow_id')}>
          {(wiring) => (
            <select
              {...wiring}
              required
              value={draft.workflow_id}
              onChange={({ target }) => change({ workflow_id: target.value, snapshot_id: '' })}
            >
              {workflows.map(({ workflow_id, name }) => (
                <option key={workflow_id} value={workflow_id}>
                  {isolated(name)}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <SnapshotField draft={draft} onChange={change} errors={errors} zone={zone} />
        <CommonFields draft={draft} onChange={change} errors={errors} zone={zone} keptHint={undefined} />
        <AssignmentFields draft={draft} onChange={change} errors={errors} />
        <Choices legend="Once it is created">
          <Choice
            label="Publish it right away"
            checked={draft.publish}
            onPick={() => change({ publish: true })}
          />
          <Choice
            label="Keep it as a draft that its reviewers do not see"
            checked={!draft.publish}
            onPick={() => change({ publish: false })}
          />
        </Choices>
        {doubted && <Doubts {...doubted} />}
        <FormFoot doing={busy ? 'Creating the review …' : ''} problems={errors.rest}>
          <Button type="submit" look="primary" refusal={busy ? 'The review is being created.' : undefined}>
            {doubted ? 'Create and publish anyway' : 'Create'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="quiet"
            refusal={isEmpty(written) ? 'Nothing is filled in yet.' : undefined}
            onClick={startAnew}
          >
            Start anew
          </Button>
        </FormFoot>
      </Form>
    </Dialog>
  )
}

/** The first workflow is the one that the field shows, also where the one that was chosen is gone. */
function onKnownWorkflow(draft: Draft, workflows: readonly Workflow[]): Draft {
  if (workflows.some(({ workflow_id }) => workflow_id === draft.workflow_id)) return draft
  return { ...draft, workflow_id: workflows[0]?.workflow_id ?? '', snapshot_id: '' }
}

type Doubted = Parameters<typeof Doubts>[0]

type ChoiceProps = { readonly label: string; readonly checked: boolean; readonly onPick: () => void }

function Choice({ label, checked, onPick }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name="publish" checked={checked} onChange={onPick} />
      {label}
    </label>
  )
}
