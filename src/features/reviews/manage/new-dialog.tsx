import type { Workflow } from '#contract/reviews/workflow.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { isolated } from '#std/isolate.ts'
import { AssignmentFields } from './assignment-fields.tsx'
import { CommonFields } from './common-fields.tsx'
import { Doubts } from './doubts.tsx'
import { FormField, FormFoot } from './form-field.tsx'
import styles from './form.module.css'
import { SnapshotField } from './snapshot-field.tsx'
import { useNewCertification } from './use-new-certification.ts'

type Props = {
  readonly workflows: readonly Workflow[]
  readonly zone: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Makes a certification of a workflow. */
export function NewDialog({ workflows, zone, onClose, onDone }: Props) {
  const { draft, change, submit, doubted, busy, errors, keptHint } = useNewCertification({
    workflows,
    zone,
    onDone,
  })
  return (
    <Dialog title="New certification" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
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
        <CommonFields
          draft={draft}
          onChange={change}
          errors={errors}
          zone={zone}
          keptHint={keptHint}
          focus={autofocus}
        />
        <AssignmentFields draft={draft} onChange={change} errors={errors} />
        <fieldset className={styles.choices}>
          <legend>When it is made</legend>
          <Choice
            label="Publish it at once"
            checked={draft.publish}
            onPick={() => change({ publish: true })}
          />
          <Choice
            label="Keep it as a draft that its reviewers do not see"
            checked={!draft.publish}
            onPick={() => change({ publish: false })}
          />
        </fieldset>
        {doubted && <Doubts {...doubted} />}
        <FormFoot verb="Making the certification" busy={busy} rest={errors.rest}>
          <Button type="submit" look="primary" disabled={busy}>
            {doubted ? 'Make and publish it all the same' : 'Make the certification'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      </form>
    </Dialog>
  )
}

type ChoiceProps = { readonly label: string; readonly checked: boolean; readonly onPick: () => void }

function Choice({ label, checked, onPick }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name="publish" checked={checked} onChange={onPick} />
      {label}
    </label>
  )
}
