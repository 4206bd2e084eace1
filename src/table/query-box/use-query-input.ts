import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { type FilterProblem, filterProblem, readFilter } from '../clauses/filter-text.ts'
import { type CompletionOption, complete } from './completion.ts'

/** What a query box is given. */
export type QueryInputOptions = {
  /** The present filter as SCIM text, '' for none. */
  readonly text: string
  /** What is wrong with that text: found in the link, or told by the server. */
  readonly problem: FilterProblem | undefined
  readonly onSubmit: (text: string) => void
  readonly fields: FieldTable
  /** Values to offer besides those of the table, by field. */
  readonly suggestions?: Readonly<Record<string, readonly string[]>> | undefined
}

/** What a query box shows, and what it does when somebody types, picks and submits. */
type QueryInput = {
  readonly value: string
  readonly isChanged: boolean
  /** Whether what was submitted last is no filter. */
  readonly isRefused: boolean
  readonly fault: FilterProblem | undefined
  /** What can come next in the text, and which of it keys have gone to, -1 for none. */
  readonly options: readonly CompletionOption[]
  readonly active: number
  readonly type: (element: HTMLInputElement) => void
  readonly setCaret: (at: number) => void
  readonly pick: (option: CompletionOption) => void
  readonly close: () => void
  readonly submit: (event: FormEvent) => void
  readonly keydown: (event: KeyboardEvent) => void
}

/** What is being typed: good for as long as the filter is still the one that it was begun on. */
type Draft = { readonly of: string; readonly text: string; readonly refused: boolean }
const closed = { open: false, active: -1 }

/** The state of a query box and its event handlers. */
export function useQueryInput(
  input: RefObject<HTMLInputElement | null>,
  { text, problem, onSubmit, fields, suggestions }: QueryInputOptions,
): QueryInput {
  const [typed, setTyped] = useState<Draft>()
  const [caret, setCaret] = useState(0)
  const [list, setList] = useState(closed)

  const draft = typed?.of === text ? typed : undefined
  // An input drops line ends; as spaces they keep the words apart and the places right.
  const value = (draft?.text ?? text).replace(/[\r\n]/g, ' ')
  const completion = list.open ? complete(value, caret, fields, suggestions) : undefined
  const options = completion?.options ?? []
  const open = options.length > 0
  const active = Math.min(list.active, options.length - 1)
  // While options are offered the text is not finished, and the list would lie over the message.
  const fault = draft ? (open ? undefined : draftProblem(draft.text, fields)) : problem

  function type(element: HTMLInputElement) {
    setTyped({ of: text, text: element.value, refused: false })
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
    // A name that the table does not list goes out: only the server knows whether events have it.
    const read = draft.text.trim() === '' ? undefined : readFilter(draft.text, fields)
    if (read && 'problem' in read) setTyped({ ...draft, refused: true })
    else onSubmit(draft.text)
  }

  function keydown(event: KeyboardEvent) {
    const option = options[active]
    if (event.key === 'Escape' && (open || draft)) {
      if (open) setList(closed)
      else setTyped(undefined)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setList({ open: true, active: open ? Math.max(-1, active + step) : Math.max(-1, step - 1) })
    } else if (open && option && (event.key === 'Enter' || event.key === 'Tab')) pick(option)
    else return
    event.preventDefault()
  }

  return {
    value,
    isChanged: draft !== undefined && draft.text !== text,
    isRefused: draft?.refused === true,
    fault,
    options,
    active,
    type,
    setCaret,
    pick,
    close: () => setList(closed),
    submit,
    keydown,
  }
}

function draftProblem(text: string, fields: FieldTable): FilterProblem | undefined {
  return text.trim() === '' ? undefined : filterProblem(text, fields)
}
