import type { Clause } from './clause.ts'

/** What a control holds before it is applied; undefined and clauses that say nothing are the same. */
export type ClauseDraft = Clause | undefined

/** The clause that a draft comes to, undefined when it says nothing: no names, no text, no bound. */
export function applied(draft: ClauseDraft): Clause | undefined {
  if (!draft) return undefined
  const says =
    (draft.kind !== 'choice' || draft.values.length > 0) &&
    (draft.kind !== 'text' || draft.value !== '') &&
    (draft.kind !== 'time' || Boolean(draft.from ?? draft.to))
  return says ? draft : undefined
}
