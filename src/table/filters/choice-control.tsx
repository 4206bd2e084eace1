import { useId } from 'react'
import { Badge } from '#ui/badge.tsx'
import type { ControlProps } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import type { Choice } from '../clauses/filter-spec.ts'

type ChoiceControlProps = ControlProps<'choice'> & { readonly seen: readonly string[] | undefined }

/** Chooses any of a field's values; each has its API name and its meaning beside it. */
export function ChoiceControl({ spec, draft, onDraft, seen }: ChoiceControlProps) {
  const known = spec.choices ?? []
  const chosen = draft?.values ?? []
  const others = [...new Set([...(seen ?? []), ...chosen])].filter(
    (name) => !known.some((choice) => choice.name === name),
  )
  const choices = [...known, ...others.map(unknown)]

  function choose(name: string, checked: boolean) {
    const next = new Set(chosen)
    if (checked) next.add(name)
    else next.delete(name)
    onDraft({ kind: 'choice', values: choices.map((choice) => choice.name).filter((name) => next.has(name)) })
  }

  return (
    <fieldset className={styles.choices} aria-label={spec.label}>
      {choices.map((choice) => (
        <ChoiceBox
          key={choice.name}
          choice={choice}
          checked={chosen.includes(choice.name)}
          onChange={(checked) => choose(choice.name, checked)}
        />
      ))}
    </fieldset>
  )
}

function unknown(name: string): Choice {
  return { name, label: name, meaning: 'Not a documented value' }
}

type ChoiceBoxProps = {
  readonly choice: Choice
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function ChoiceBox({ choice, checked, onChange }: ChoiceBoxProps) {
  const id = useId()
  const { name, label, meaning, icon, tone = 'neutral' } = choice
  return (
    <div className={styles.choice}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-meaning`}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>
        {icon ? (
          <Badge icon={icon} tone={tone}>
            {label}
          </Badge>
        ) : (
          label
        )}{' '}
        <code className={styles.wire}>{name}</code>
      </label>
      <p id={`${id}-meaning`} className={styles.note}>
        {meaning}
      </p>
    </div>
  )
}
