import { useId } from 'react'
import type { Clause } from './clause.ts'
import type { ClauseDraft } from './clause-draft.ts'
import { opWords } from './clause-words.ts'
import { ChoiceControl } from './choice-control.tsx'
import styles from './filter-controls.module.css'
import type { FilterSpec } from './filter-spec.ts'
import { TimeControl } from './time-control.tsx'

export type ControlProps<K extends Clause['kind'] = Clause['kind']> = {
  readonly spec: FilterSpec
  readonly draft: Extract<Clause, { kind: K }> | undefined
  readonly onDraft: (draft: ClauseDraft) => void
}

/** What the controls of a table need besides their draft. */
export type ControlSetting = {
  /** The present moment in milliseconds, asked when a preset is pressed. */
  readonly now: () => number
  /** The IANA name of the time zone in which times are written. */
  readonly timeZone: string
  /** Names of choices that the table has seen, by field; those that a spec does not list are offered too. */
  readonly seen: Readonly<Record<string, readonly string[]>>
}

type ClauseControlProps = Omit<ControlProps, 'draft'> & {
  readonly draft: ClauseDraft
  readonly setting: ControlSetting
  /** Called instead of `onDraft` by what needs no further word, such as a preset of time. */
  readonly onPick: (draft: ClauseDraft) => void
}

/** The control of one field: what it can be asked follows from its spec alone. */
export function ClauseControl({ spec, draft, onDraft, setting, onPick }: ClauseControlProps) {
  const { kind } = spec
  if (kind === 'choice')
    return (
      <ChoiceControl
        spec={spec}
        draft={of('choice', draft)}
        onDraft={onDraft}
        seen={setting.seen[spec.field] ?? []}
      />
    )
  if (kind === 'text') return <TextControl spec={spec} draft={of('text', draft)} onDraft={onDraft} />
  if (kind === 'yes-no') return <YesNoControl spec={spec} draft={of('yes-no', draft)} onDraft={onDraft} />
  if (kind === 'number') return <NumberControl spec={spec} draft={of('number', draft)} onDraft={onDraft} />
  return (
    <TimeControl spec={spec} draft={of('time', draft)} onDraft={onDraft} onPick={onPick} setting={setting} />
  )
}

function of<K extends Clause['kind']>(kind: K, draft: ClauseDraft): Extract<Clause, { kind: K }> | undefined {
  const matches = (clause: Clause): clause is Extract<Clause, { kind: K }> => clause.kind === kind
  return draft && matches(draft) ? draft : undefined
}

function TextControl({ spec, draft, onDraft }: ControlProps<'text'>) {
  const id = useId()
  const { label, ops, fold } = spec
  const op = draft?.op ?? ops.find((one) => one === 'co') ?? ops[0] ?? 'eq'
  const value = draft?.value ?? ''
  return (
    <div className={styles.line}>
      <OperatorSelect
        label={label}
        ops={ops}
        op={op}
        onOp={(next) => onDraft({ kind: 'text', op: next, value })}
      />
      <input
        type="text"
        className={styles.grow}
        aria-label={label}
        aria-describedby={`${id}-case`}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={value}
        onChange={(event) => onDraft({ kind: 'text', op, value: event.target.value })}
      />
      <p id={`${id}-case`} className={styles.note}>
        {fold ? 'Upper and lower case are the same.' : 'Upper and lower case differ.'}
      </p>
    </div>
  )
}

type OperatorSelectProps<O extends FilterSpec['ops'][number]> = {
  readonly label: string
  readonly ops: readonly O[]
  readonly op: O
  readonly onOp: (op: O) => void
}

/** The operators that a field takes; a word, where there is only one. */
export function OperatorSelect<O extends FilterSpec['ops'][number]>(props: OperatorSelectProps<O>) {
  const { label, ops, op, onOp } = props
  if (ops.length < 2) return <span className={styles.operator}>{opWords[op]}</span>
  return (
    <select
      aria-label={`How ${label} is compared`}
      value={op}
      onChange={(event) => onOp(ops.find((one) => one === event.target.value) ?? op)}
    >
      {ops.map((one) => (
        <option key={one} value={one}>
          {opWords[one]}
        </option>
      ))}
    </select>
  )
}

function YesNoControl({ spec, draft, onDraft }: ControlProps<'yes-no'>) {
  const name = useId()
  const options = [
    { label: 'Any', value: undefined },
    { label: 'Yes', value: true },
    { label: 'No', value: false },
  ]
  return (
    <fieldset className={styles.line} aria-label={spec.label}>
      {options.map(({ label, value }) => (
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
      <span className={styles.operator}>is</span>
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
