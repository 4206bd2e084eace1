import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import { ClauseForm } from './clause-form.tsx'
import type { FilterChipProps } from './filter-chip.tsx'
import { FieldFinder } from './field-finder.tsx'
import styles from './filter-bar.module.css'

type Props = Pick<FilterChipProps, 'refusal' | 'refusalAt' | 'setting' | 'onChange'> & {
  /** The fields that have no button yet. */
  readonly specs: readonly FilterSpec[]
}

/** A button that finds one of the other fields, and then opens its control. */
export function AddFilter({ specs, setting, onChange, refusal, refusalAt }: Props) {
  return (
    <Popover
      label="Add a filter"
      trigger="+ Filter"
      className={styles.chip}
      refusal={refusal ?? (specs.length === 0 ? 'Every field has a button already.' : undefined)}
      {...(refusal !== undefined && refusalAt !== undefined && { refusalAt })}
    >
      {(close) => (
        <FieldForm
          specs={specs}
          setting={setting}
          onChange={(field, clause) => {
            close()
            if (clause) onChange(field, clause)
          }}
        />
      )}
    </Popover>
  )
}

/** First which field, then its control. */
function FieldForm({ specs, setting, onChange }: Pick<Props, 'specs' | 'setting' | 'onChange'>) {
  const [field, setField] = useState<string>()
  const spec = specs.find((candidate) => candidate.field === field)
  if (!spec) return <FieldFinder specs={specs} onPick={setField} />
  return (
    <>
      <p className={styles.heading}>
        <b>{spec.label}</b>
        <Button look="quiet" className={styles.clear} onClick={() => setField(undefined)}>
          Another field
        </Button>
      </p>
      <ClauseForm
        spec={spec}
        clause={undefined}
        setting={setting}
        onApply={(clause) => onChange(spec.field, clause)}
      />
    </>
  )
}
