import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { focusInto } from '#ui/popover.tsx'
import type { Clause } from '../clauses/clause.ts'
import { ClauseControl } from './clause-control.tsx'
import { applied, type ClauseDraft, type ControlSetting } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import type { FilterSpec } from '../clauses/filter-spec.ts'

type ClauseFormProps = {
  readonly spec: FilterSpec
  readonly clause: Clause | undefined
  readonly setting: ControlSetting
  readonly onApply: (clause: Clause | undefined) => void
}

/**
 * A field's filter control with Apply and Clear. It holds the draft; the filter itself is kept in the address alone.
 */
export function ClauseForm({ spec, clause, setting, onApply }: ClauseFormProps) {
  const [draft, setDraft] = useState<ClauseDraft>(clause)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (form.current) focusInto(form.current)
  }, [])

  const apply = (next: ClauseDraft) => onApply(applied(next))

  function submit(event: FormEvent) {
    event.preventDefault()
    apply(draft)
  }

  return (
    <form ref={form} className={styles.stack} onSubmit={submit}>
      <ClauseControl spec={spec} draft={draft} onDraft={setDraft} onPick={apply} setting={setting} />
      <div className={styles.actions}>
        <Button
          look="quiet"
          refusal={clause || applied(draft) ? undefined : 'No filter is set here.'}
          onClick={() => apply(undefined)}
        >
          Clear
        </Button>
        <Button type="submit" look="primary">
          Apply
        </Button>
      </div>
    </form>
  )
}
