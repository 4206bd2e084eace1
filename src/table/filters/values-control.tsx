import { useDeferredValue, useState } from 'react'
import { fold } from '#std/fold.ts'
import { Button } from '#ui/button.tsx'
import { type Clause, textsClause } from '../clauses/clause.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import type { ClauseDraft } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import type { ValueCounts } from './value-counts.ts'
import { ValueList } from './value-list.tsx'

type Props = {
  readonly spec: FilterSpec
  readonly draft: ClauseDraft
  readonly onDraft: (draft: ClauseDraft) => void
  readonly counts: ValueCounts | undefined
  /** Counts at once; else when somebody asks for the list. */
  readonly opens: boolean
}

/** Chooses any of the values that a field of texts has, each with its count; the text field finds those that hold a text. */
export function ValuesControl({ spec, draft, onDraft, counts, opens }: Props) {
  const [open, setOpen] = useState(opens)
  const [find, setFind] = useState('')
  const holds = useDeferredValue(find.trim())
  const chosen = chosenOf(draft)
  const same = (a: string, b: string) => (spec.fold ? fold(a) === fold(b) : a === b)

  function choose(value: string, checked: boolean) {
    const others = chosen.filter((other) => !same(other, value))
    onDraft(textsClause(checked ? [...others, value] : others))
  }

  const list = { spec, chosen, same, onChoose: choose }
  if (!counts) return <ValueList {...list} counts={undefined} />
  if (!open)
    return (
      <>
        {chosen.length > 1 && <ValueList {...list} counts={undefined} />}
        <Button onClick={() => setOpen(true)}>Choose from a list</Button>
      </>
    )
  return (
    <>
      <input
        type="search"
        aria-label={findLabel(spec)}
        placeholder={findLabel(spec)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={find}
        onChange={(event) => setFind(event.target.value)}
        onKeyDown={(event) => {
          // It finds; the form is applied by its button.
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      {counts.read(spec.field, holds, (reading) => (
        <ValueList {...list} counts={reading} />
      ))}
      <p className={styles.note}>Or compare the text:</p>
    </>
  )
}

function chosenOf(draft: Clause | undefined): readonly string[] {
  if (draft?.kind === 'texts') return draft.values
  return draft?.kind === 'text' && draft.op === 'eq' && draft.value !== '' ? [draft.value] : []
}

function findLabel({ label }: FilterSpec): string {
  return `Find ${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label.toLowerCase()}`
}
