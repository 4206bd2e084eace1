import type { Workflow } from '#contract/reviews/workflow.ts'
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
import { SnapshotField } from './snapshot-field.tsx'
import { useNewReview } from './use-new-review.ts'

type Props = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly onClose: () => void
  readonly onDone: () => void
}

const creating = 'The review is being created.'

/** Creates a review of a workflow. What is filled in and not created is kept whole until somebody starts anew. */
export function NewDialog({ workflows, zone, onClose, onDone }: Props) {
  const { draft, change, errors, busy, doubted, ...review } = useNewReview({ workflows, zone, onDone })
  return (
    <Dialog title="New review" onClose={onClose}>
      <Form onSubmit={review.submit}>
        {review.isKept && <Hint>This is what you filled in before and did not create.</Hint>}
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
        <CommonFields draft={draft} onChange={change} errors={errors} zone={zone} />
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
        {doubted && (
          <Doubts {...doubted}>
            {/* Sends no form: Enter in a field confirms nothing. */}
            <Button refusal={busy ? creating : undefined} onClick={review.confirm}>
              Create and publish anyway
            </Button>
          </Doubts>
        )}
        <FormFoot doing={busy ? 'Creating the review …' : ''} problems={errors.rest}>
          <Button type="submit" look="primary" refusal={busy ? creating : doubted && openQuestion}>
            Create
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="quiet"
            refusal={review.isEmpty ? 'Nothing is filled in yet.' : undefined}
            onClick={review.startAnew}
          >
            Start anew
          </Button>
        </FormFoot>
      </Form>
    </Dialog>
  )
}

const openQuestion = 'Confirm above what the review leaves open, or change it first.'

type ChoiceProps = { readonly label: string; readonly checked: boolean; readonly onPick: () => void }

function Choice({ label, checked, onPick }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name="publish" checked={checked} onChange={onPick} />
      {label}
    </label>
  )
}
