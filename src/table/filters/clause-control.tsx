import { useId } from 'react'
import { ChoiceControl } from './choice-control.tsx'
import { type ClauseDraft, type ControlProps, type ControlSetting, draftOf } from './clause-draft.ts'
import { opWords } from '../clauses/clause-words.ts'
import styles from './filter-controls.module.css'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import { TextControl } from './text-control.tsx'
import { TimeControl } from './time-control.tsx'
import { ValuesControl } from './values-control.tsx'

type ClauseControlProps = {
  readonly spec: FilterSpec
  readonly draft: ClauseDraft
  readonly onDraft: (draft: ClauseDraft) => void
  /** Called instead of `onDraft` by what needs no further word, such as a preset of time. */
  readonly onPick: (draft: ClauseDraft) => void
  readonly setting: ControlSetting
}

/** The filter control of one field, chosen by its spec. */
export function ClauseControl({ spec, draft, onDraft, onPick, setting }: ClauseControlProps) {
  const common = { spec, onDraft }
  switch (spec.kind) {
    case 'choice':
      return <ChoiceControl {...common} draft={draftOf('choice', draft)} setting={setting} />
    case 'text':
      return <TextFilter {...common} draft={draft} setting={setting} />
    case 'yes-no':
      return <YesNoControl {...common} draft={draftOf('yes-no', draft)} />
    case 'number':
      return <NumberControl {...common} draft={draftOf('number', draft)} />
    default:
      return <TimeControl {...common} draft={draftOf('time', draft)} onPick={onPick} setting={setting} />
  }
}

type TextFilterProps = Pick<ClauseControlProps, 'spec' | 'draft' | 'onDraft' | 'setting'>

/** Chooses from the values that there are, where these are counted, or compares a text. */
function TextFilter({ spec, draft, onDraft, setting }: TextFilterProps) {
  const counts = setting.counts?.has(spec.field) ? setting.counts : undefined
  return (
    <div className={styles.stack}>
      {(counts ?? draft?.kind === 'texts') && (
        <ValuesControl
          spec={spec}
          draft={draft}
          onDraft={onDraft}
          counts={counts}
          opens={setting.isSheet !== true}
        />
      )}
      <TextControl
        spec={spec}
        draft={draftOf('text', draft)}
        onDraft={onDraft}
        seen={setting.seen[spec.field]}
      />
    </div>
  )
}

const answers = [
  { label: 'Any', value: undefined },
  { label: 'Yes', value: true },
  { label: 'No', value: false },
]

function YesNoControl({ spec, draft, onDraft }: ControlProps<'yes-no'>) {
  const name = useId()
  return (
    <fieldset className={styles.line} aria-label={spec.label}>
      {answers.map(({ label, value }) => (
        <label key={label} className={styles.option}>
          <input
            type="radio"
            name={name}
            checked={draft?.value === value}
            onChange={() => onDraft(value === undefined ? undefined : { kind: 'yes-no', value })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function NumberControl({ spec, draft, onDraft }: ControlProps<'number'>) {
  return (
    <div className={styles.line}>
      <span className={styles.operator}>{opWords.eq}</span>
      <input
        type="number"
        aria-label={spec.label}
        min={-(2 ** 31)}
        max={2 ** 31 - 1}
        step={1}
        data-autofocus
        value={draft?.value ?? ''}
        onChange={({ target: { value } }) =>
          onDraft(value === '' ? undefined : { kind: 'number', value: Number(value) })
        }
      />
    </div>
  )
}
