import { useId } from 'react'
import { Badge } from '#ui/badge.tsx'
import type { ControlProps, ControlSetting } from './clause-draft.ts'
import { CountBar } from './count-bar.tsx'
import { CountsNote } from './counts-note.tsx'
import styles from './filter-controls.module.css'
import type { CountedValues } from './value-counts.ts'
import type { Choice } from '../clauses/filter-spec.ts'

type ChoiceControlProps = ControlProps<'choice'> & { readonly setting: ControlSetting }

/** Chooses any of a field's values; each has its API name and its meaning beside it, and its count where there is one. */
export function ChoiceControl({ setting, ...props }: ChoiceControlProps) {
  const noteId = useId()
  const seen = setting.seen[props.spec.field] ?? []
  const { counts } = setting
  if (!counts?.has(props.spec.field)) return <Choices {...props} seen={seen} counts={undefined} />
  return counts.read(props.spec.field, '', (reading) => {
    const counted = reading.value?.values.map(({ value }) => value) ?? []
    return (
      <>
        <Choices {...props} seen={[...seen, ...counted]} counts={reading.value} noteId={noteId} />
        <CountsNote id={noteId} {...reading} />
      </>
    )
  })
}

type ChoicesProps = ControlProps<'choice'> & {
  readonly seen: readonly string[]
  readonly counts: CountedValues | undefined
  /** What says which rows are counted. */
  readonly noteId?: string
}

function Choices({ spec, draft, onDraft, seen, counts, noteId }: ChoicesProps) {
  const known = spec.choices ?? []
  const chosen = draft?.values ?? []
  const others = [...new Set([...seen, ...chosen])].filter(
    (name) => !known.some((choice) => choice.name === name),
  )
  const choices = [...known, ...others.map(unknown)]

  const most = Math.max(0, ...(counts?.values.map(({ count }) => count) ?? []))
  const countOf = (name: string) => counts?.values.find(({ value }) => value === name)?.count ?? 0

  function choose(name: string, checked: boolean) {
    const next = new Set(chosen)
    if (checked) next.add(name)
    else next.delete(name)
    onDraft({ kind: 'choice', values: choices.map((choice) => choice.name).filter((name) => next.has(name)) })
  }

  return (
    <fieldset className={styles.choices} aria-label={spec.label} aria-describedby={noteId}>
      {choices.map((choice) => (
        <ChoiceBox
          key={choice.name}
          choice={choice}
          checked={chosen.includes(choice.name)}
          count={counts && { count: countOf(choice.name), most }}
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
  readonly count: { readonly count: number; readonly most: number } | undefined
  readonly onChange: (checked: boolean) => void
}

function ChoiceBox({ choice, checked, count, onChange }: ChoiceBoxProps) {
  const id = useId()
  const { name, label, meaning, icon, tone = 'neutral' } = choice
  return (
    <div className={styles.choice}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={count ? `${id}-count ${id}-meaning` : `${id}-meaning`}
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
      {count && <CountBar id={`${id}-count`} {...count} />}
      <p id={`${id}-meaning`} className={styles.note}>
        {meaning}
      </p>
    </div>
  )
}
