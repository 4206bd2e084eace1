import { useId } from 'react'
import { isolated } from '#std/isolate.ts'
import type { ControlProps } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import { OperatorSelect } from './operator-select.tsx'
import { otherCases } from '#std/fold.ts'

type TextControlProps = ControlProps<'text'> & { readonly seen: readonly string[] | undefined }

const none: readonly string[] = []

/** Filters by a text and an operator. Offers texts that the table has seen, and those that differ only in case. */
export function TextControl({ spec, draft, onDraft, seen = none }: TextControlProps) {
  const id = useId()
  const { label, ops, fold } = spec
  const op = draft?.op ?? ops.find((choice) => choice === 'co') ?? ops[0] ?? 'eq'
  const value = draft?.value ?? ''
  const others = fold ? [] : otherCases(value, seen)
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <OperatorSelect
          label="Operator"
          ops={ops}
          op={op}
          onOp={(next) => onDraft({ kind: 'text', op: next, value })}
        />
        <input
          type="text"
          className={styles.grow}
          aria-label={label}
          aria-describedby={`${id}-note`}
          list={seen.length > 0 ? `${id}-seen` : undefined}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={value}
          onChange={(event) => onDraft({ kind: 'text', op, value: event.target.value })}
        />
        <datalist id={`${id}-seen`}>
          {seen.map((text) => (
            <option key={text}>{text}</option>
          ))}
        </datalist>
      </div>
      <p id={`${id}-note`} className={styles.note}>
        {fold ? 'Upper and lower case are the same.' : 'Upper and lower case differ.'}
        {others.length > 0 && ` Rows that are loaded also have ${others.map(quoted).join(', ')}.`}
      </p>
    </div>
  )
}

function quoted(text: string): string {
  return `"${isolated(text)}"`
}
