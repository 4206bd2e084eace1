import { type FormEvent, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import type { Clauses } from '../clauses/clause.ts'
import { ClauseControl } from './clause-control.tsx'
import { applied, type ClauseDraft, type ControlSetting } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import type { FilterSpec } from '../clauses/filter-spec.ts'

type FilterSheetProps = {
  readonly title: string
  readonly specs: readonly FilterSpec[]
  readonly clauses: Clauses
  readonly setting: ControlSetting
  readonly onApply: (clauses: Clauses) => void
  readonly onClose: () => void
}

/** All filter controls on one sheet over the window, applied together. */
export function FilterSheet({ title, specs, clauses, setting, onApply, onClose }: FilterSheetProps) {
  const [drafts, setDrafts] = useState<Readonly<Partial<Record<string, ClauseDraft>>>>(clauses)

  function submit(event: FormEvent) {
    event.preventDefault()
    const entries = specs.flatMap(({ field }) => {
      const clause = applied(drafts[field])
      return clause ? [[field, clause] as const] : []
    })
    onApply(Object.fromEntries(entries))
  }

  return (
    <Dialog look="sheet" title={title} onClose={onClose}>
      <form className={styles.stack} onSubmit={submit}>
        {specs.map((spec) => {
          const change = (draft: ClauseDraft) => setDrafts({ ...drafts, [spec.field]: draft })
          return (
            <fieldset key={spec.field} className={styles.field}>
              <legend>{spec.label}</legend>
              <ClauseControl
                spec={spec}
                draft={drafts[spec.field]}
                onDraft={change}
                onPick={change}
                setting={{ ...setting, isSheet: true }}
              />
            </fieldset>
          )
        })}
        <div className={styles.actions}>
          <Button look="quiet" onClick={() => setDrafts({})}>
            Clear all
          </Button>
          <Button type="submit" look="primary">
            Apply
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
