/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a list whose focus stays in the text has no tag of its own */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { foldText } from '#std/fold-text.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import styles from './field-finder.module.css'

type Props = {
  readonly specs: readonly FilterSpec[]
  readonly onPick: (field: string) => void
}

/** A list of fields, narrowed by typing a part of the name on the screen or in the API; the arrow keys move, Enter picks. */
export function FieldFinder({ specs, onPick }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const wanted = foldText(text.trim())
  const fields = specs.filter(({ field, label }) => foldText(`${label} ${field}`).includes(wanted))
  const active = Math.min(at, fields.length - 1)
  useEffect(() => input.current?.focus(), [])

  function keydown(event: KeyboardEvent) {
    const spec = fields[active]
    if (event.key === 'ArrowDown') setAt((active + 1) % Math.max(1, fields.length))
    else if (event.key === 'ArrowUp') setAt((active + fields.length - 1) % Math.max(1, fields.length))
    else if (event.key === 'Enter' && spec) onPick(spec.field)
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.finder}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Find a field"
        aria-expanded={fields.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={fields.length > 0 ? `${id}-${active}` : undefined}
        placeholder="Find a field"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={keydown}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Fields" hidden={fields.length === 0}>
        {fields.map(({ field, label }, place) => (
          <div
            key={field}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            className={styles.option}
            onClick={() => onPick(field)}
            onKeyDown={keydown}
          >
            {label} <code>{field}</code>
          </div>
        ))}
      </div>
      <output>{fields.length === 0 && 'No other field has such a name.'}</output>
    </div>
  )
}
