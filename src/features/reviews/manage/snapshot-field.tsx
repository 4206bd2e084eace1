import { useSnapshots } from '#queries/reviews/use-certifications.ts'
import type { Draft } from './draft.ts'
import type { FieldErrors } from './field-errors.ts'
import { FormField } from '#ui/form-field.tsx'
import { minuteText } from '#ui/clock-text.ts'

type Props = {
  readonly draft: Draft
  readonly onChange: (change: Partial<Draft>) => void
  readonly errors: FieldErrors
  readonly zone: string
}

/** Which import of access the rows are copied from. */
export function SnapshotField({ draft, onChange, errors, zone }: Props) {
  const { value, failure } = useSnapshots(draft.workflow_id)
  const wrong = errors.at.get('snapshot_id') ?? errors.at.get('data_source') ?? failure?.message
  const none =
    value?.length === 0 ? 'Nothing has been imported for this workflow: it would have no rows.' : undefined
  return (
    <FormField label={`Imported access (${zone})`} error={wrong ?? none}>
      {(wiring) => (
        <select
          {...wiring}
          value={draft.snapshot_id}
          onChange={({ target }) => onChange({ snapshot_id: target.value })}
        >
          <option value="">The newest import</option>
          {value?.map(({ snapshot_id, imported_at, rows }) => (
            <option key={snapshot_id} value={snapshot_id}>
              {minuteText(imported_at, zone)}, {rows.toLocaleString('en')} rows
            </option>
          ))}
        </select>
      )}
    </FormField>
  )
}
