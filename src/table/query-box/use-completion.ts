import { type RefObject, useState } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { type CompletionOption, complete } from './completion.ts'

const closed = { open: false, active: -1 }

type Options = {
  readonly value: string
  readonly input: RefObject<HTMLInputElement | null>
  readonly fields: FieldTable
  readonly suggestions: Readonly<Record<string, readonly string[]>> | undefined
  readonly write: (text: string) => void
}

/** What may come next in the text, at the caret; the list opens while somebody types, or by the arrow keys. */
export function useCompletion({ value, input, fields, suggestions, write }: Options) {
  const [caret, setCaret] = useState(0)
  const [list, setList] = useState(closed)
  const completion = list.open ? complete(value, caret, fields, suggestions) : undefined
  const options = completion?.options ?? []
  const open = options.length > 0
  const active = Math.min(list.active, options.length - 1)

  function type(element: HTMLInputElement) {
    write(element.value)
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

  return {
    options,
    open,
    active,
    setCaret,
    type,
    close: () => setList(closed),
    step: (by: 1 | -1) =>
      setList({ open: true, active: open ? Math.max(-1, active + by) : Math.max(-1, by - 1) }),
    pick,
  }
}
