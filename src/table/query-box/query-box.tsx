import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { Button } from '#ui/button.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { type CompletionOption, complete } from './completion.ts'
import { CompletionList, optionId } from './completion-list.tsx'
import { type FilterProblem, filterProblem, readFilter } from '../clauses/filter-text.ts'
import styles from './query-box.module.css'
import { QueryProblem } from './query-problem.tsx'

type QueryBoxProps = {
  /** What the text is, `Query` unless said otherwise. */
  readonly label?: string
  /** The present filter as SCIM text, '' for none. */
  readonly text: string
  /** What is wrong with that text: found in the link, or told by the server. */
  readonly problem: FilterProblem | undefined
  readonly onSubmit: (text: string) => void
  readonly fields: FieldTable
  /** Values to offer besides those of the table, by field. */
  readonly suggestions?: Readonly<Record<string, readonly string[]>>
  /** Is told why what is listed is not what stands in the box; undefined while it is. Does not change between renders. */
  readonly onUnapplied?: ((why: string | undefined) => void) | undefined
}

/** What is being typed: good for as long as the filter is still the one that it was begun on. */
type Draft = { readonly of: string; readonly text: string; readonly refused: boolean }
const closed = { open: false, active: -1 }

/** An input for the filter as text: checked while typing, applied by Enter, undone by Esc. */
export function QueryBox(props: QueryBoxProps) {
  const { label = 'Query', text, problem, onSubmit, fields, suggestions, onUnapplied } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useDraft(text, fields, onUnapplied)
  const [caret, setCaret] = useState(0)
  const [list, setList] = useState(closed)

  // An input drops line ends; as spaces they keep the words apart and the places right.
  const value = (draft?.text ?? text).replace(/[\r\n]/g, ' ')
  const completion = list.open ? complete(value, caret, fields, suggestions) : undefined
  const options = completion?.options ?? []
  const open = options.length > 0
  const active = Math.min(list.active, options.length - 1)
  // While options are offered the text is not finished, and the list would lie over the message.
  const fault = draft ? (open ? undefined : draftProblem(draft.text, fields)) : problem

  function type(element: HTMLInputElement) {
    setDraft({ of: text, text: element.value, refused: false })
    setCaret(element.selectionStart ?? element.value.length)
    setList({ open: true, active: -1 })
  }

  function pick(option: CompletionOption) {
    const element = input.current
    if (!element || !completion) return
    const space = option.text.endsWith('(') || element.value[completion.to] === ' ' ? '' : ' '
    element.setRangeText(option.text + space, completion.from, completion.to, 'end')
    type(element)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setList(closed)
    if (!draft) return
    if (isFilter(draft.text, fields)) onSubmit(draft.text)
    else setDraft({ ...draft, refused: true })
  }

  function keydown(event: KeyboardEvent) {
    const option = options[active]
    if (event.key === 'Escape' && (open || draft)) {
      if (open) setList(closed)
      else setDraft(undefined)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setList({ open: true, active: open ? Math.max(-1, active + step) : Math.max(-1, step - 1) })
    } else if (open && option && (event.key === 'Enter' || event.key === 'Tab')) pick(option)
    else return
    event.preventDefault()
  }

  return (
    <form className={styles.box} onSubmit={submit}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.field}>
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? optionId(`${id}-list`, active) : undefined}
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}-problem` : undefined}
          className={styles.input}
          placeholder="No filter"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={value}
          onChange={(event) => type(event.currentTarget)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={keydown}
          onBlur={() => setList(closed)}
        />
        {open && <CompletionList id={`${id}-list`} options={options} active={active} onPick={pick} />}
      </div>
      {draft && draft.text !== text && <Button type="submit">Apply</Button>}
      {fault && <QueryProblem id={`${id}-problem`} text={value} problem={fault} />}
      <Announcement>{draft?.refused && fault?.message}</Announcement>
    </form>
  )
}

/** What is being typed over the present text, and how to change it; `onUnapplied` is told why the list is not of it. */
function useDraft(text: string, fields: FieldTable, onUnapplied: QueryBoxProps['onUnapplied']) {
  const [typed, setTyped] = useState<Draft>()
  const draft = typed?.of === text ? typed : undefined
  const unapplied = draft && whyUnapplied(draft.text, text, fields)
  useEffect(() => {
    onUnapplied?.(unapplied)
    return () => onUnapplied?.(undefined)
  }, [onUnapplied, unapplied])
  return [draft, setTyped] as const
}

/** Whether a text can be sent. Names that the table does not list can: only the server knows whether events have them. */
function isFilter(text: string, fields: FieldTable): boolean {
  return text.trim() === '' || !('problem' in readFilter(text, fields))
}

/** Why the filter is not what stands in the box; undefined where it is, but for spaces around it. */
function whyUnapplied(draft: string, text: string, fields: FieldTable): string | undefined {
  if (draft.trim() === text.trim()) return undefined
  const read = draft.trim() === '' ? undefined : readFilter(draft, fields)
  if (read && 'problem' in read) return `The query cannot be read: ${read.problem.message}`
  return 'The query in the box is not applied: press Enter in it, or Esc to take it back.'
}

function draftProblem(text: string, fields: FieldTable): FilterProblem | undefined {
  return text.trim() === '' ? undefined : filterProblem(text, fields)
}
