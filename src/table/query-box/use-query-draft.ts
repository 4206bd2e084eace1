import { type RefObject, useEffect, useState } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import { type FilterProblem, filterProblem, readFilter } from '../clauses/filter-text.ts'
import type { QueryHistory } from './query-history.ts'

/**
 * What is being typed over the filter that it was begun on: good as long as that is still the present one. What was typed
 * on after it had been sent belongs to the filter that comes of it (`goesOn`).
 */
type Draft = {
  readonly of: string
  readonly text: string
  readonly state: 'typed' | 'refused' | 'sent'
  readonly goesOn?: boolean
}

type Options = {
  readonly text: string
  readonly fields: FieldTable
  readonly input: RefObject<HTMLInputElement | null>
  readonly history: QueryHistory | undefined
  readonly onSubmit: (text: string) => void
  readonly onUnapplied: ((why: string | undefined) => void) | undefined
}

export type QueryDraft = {
  /** What is typed, undefined while that is the present filter. */
  readonly text: string | undefined
  readonly problem: FilterProblem | undefined
  readonly isRefused: boolean
  readonly write: (text: string) => void
  readonly takeBack: () => void
  readonly send: () => void
}

/** What is being typed over the present text; `onUnapplied` is told why the list is not of it. */
export function useQueryDraft({ text, fields, input, history, onSubmit, onUnapplied }: Options): QueryDraft {
  const [typed, setTyped] = useState<Draft>()
  if (typed?.goesOn && typed.of !== text) setTyped({ of: text, text: typed.text, state: 'typed' })
  const draft = typed?.of === text ? typed : undefined
  const unapplied = draft && whyUnapplied(draft.text, text, fields)
  useEffect(() => {
    onUnapplied?.(unapplied)
    return () => onUnapplied?.(undefined)
  }, [onUnapplied, unapplied])

  return {
    text: draft?.text,
    problem: draft && draftProblem(draft.text, fields),
    isRefused: draft?.state === 'refused',
    write: (next) => {
      const goesOn = draft?.state === 'sent' || draft?.goesOn === true
      setTyped({ of: text, text: next, state: 'typed', goesOn })
    },
    takeBack: () => setTyped(undefined),
    send: () => {
      // What has been sent is on its way to the address: once is enough.
      if (!draft || draft.state === 'sent') return
      const query = input.current?.value ?? draft.text
      if (!isFilter(query, fields)) return setTyped({ of: text, text: query, state: 'refused' })
      if (query.trim() !== '') history?.remember(query.trim())
      // While another filter is on its way, the present one says nothing of what will be there.
      if (!draft.goesOn && isSame(query, text, fields)) return setTyped(undefined)
      setTyped({ of: text, text: query, state: 'sent' })
      onSubmit(query)
    },
  }
}

/** Whether a text can be sent. Names that the table does not list can: only the server knows whether events have them. */
function isFilter(text: string, fields: FieldTable): boolean {
  return text.trim() === '' || !('problem' in readFilter(text, fields))
}

/** Whether two texts are one filter, spelled in two ways. */
function isSame(query: string, text: string, fields: FieldTable): boolean {
  const [sent, present] = [query, text].map((written) => {
    const read = written.trim() === '' ? undefined : readFilter(written, fields)
    return read && 'filter' in read ? print(read.filter) : written.trim()
  })
  return sent === present
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
