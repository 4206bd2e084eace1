import type { EditDraft } from './draft.ts'
import type { FieldErrors } from './field-errors.ts'
import { autofocus } from '#ui/autofocus.ts'
import { FormField } from '#ui/form-field.tsx'

type Props = {
  readonly draft: EditDraft
  readonly onChange: (change: Partial<EditDraft>) => void
  readonly errors: FieldErrors
  readonly zone: string
}

/** Name, notes and due date, which one gives at the start and may change later. The name has the focus at first. */
export function CommonFields({ draft, onChange, errors, zone }: Props) {
  return (
    <>
      <FormField
        label="Name"
        hint="Left empty, it is called by its workflow and the day it starts."
        error={errors.at.get('name')}
      >
        {(wiring) => (
          <input
            {...wiring}
            ref={autofocus}
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </FormField>
      <FormField
        label="Notes"
        hint="Everybody who can see the review can read them."
        error={errors.at.get('notes')}
      >
        {(wiring) => (
          <textarea
            {...wiring}
            rows={3}
            value={draft.notes}
            onChange={({ target }) => onChange({ notes: target.value })}
          />
        )}
      </FormField>
      <FormField
        label={`Due (${zone})`}
        hint="The review expires then. Left empty, it never does."
        error={errors.at.get('due_date')}
      >
        {(wiring) => (
          <input
            {...wiring}
            type="datetime-local"
            value={draft.due}
            onChange={({ target }) => onChange({ due: target.value })}
          />
        )}
      </FormField>
    </>
  )
}
