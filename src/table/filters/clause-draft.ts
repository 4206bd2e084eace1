import type { Clause } from '../clauses/clause.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'

/** What a control holds before it is applied; undefined and clauses that say nothing are the same. */
export type ClauseDraft = Clause | undefined

/** What a control gets: its field, its draft, and whom to tell of a change. */
export type ControlProps<K extends Clause['kind']> = {
  readonly spec: FilterSpec
  readonly draft: Extract<Clause, { kind: K }> | undefined
  readonly onDraft: (draft: ClauseDraft) => void
}

/** What the controls of a table need besides their drafts. */
export type ControlSetting = {
  /** The present moment in milliseconds, asked when a preset is pressed. */
  readonly now: () => number
  /** The IANA name of the time zone in which times are written. */
  readonly timeZone: string
  /** Values that the table has seen, by field: choices that a spec does not list, and texts to be offered. */
  readonly seen: Readonly<Record<string, readonly string[]>>
}

/** The clause that a draft comes to, undefined when it says nothing: no names, no text, no bound. */
export function applied(draft: ClauseDraft): Clause | undefined {
  if (!draft) return undefined
  const isFilter =
    (draft.kind !== 'choice' || draft.values.length > 0) &&
    (draft.kind !== 'text' || draft.value !== '') &&
    (draft.kind !== 'time' || Boolean(draft.from ?? draft.to))
  return isFilter ? draft : undefined
}

/** A draft as one of a kind; undefined when it is of another. */
export function draftOf<K extends Clause['kind']>(kind: K, draft: ClauseDraft): ControlProps<K>['draft'] {
  const matches = (clause: Clause): clause is Extract<Clause, { kind: K }> => clause.kind === kind
  return draft && matches(draft) ? draft : undefined
}
