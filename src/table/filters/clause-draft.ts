import type { Clause } from '../clauses/clause.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import type { ValueCounts } from './value-counts.ts'

/** What a filter control holds before it is applied; undefined means no filter, as does an empty clause. */
export type ClauseDraft = Clause | undefined

/** The props of a filter control: its field, its draft, and the callback for a change. */
export type ControlProps<K extends Clause['kind']> = {
  readonly spec: FilterSpec
  readonly draft: Extract<Clause, { kind: K }> | undefined
  readonly onDraft: (draft: ClauseDraft) => void
}

/** What all filter controls of a table share. */
export type ControlSetting = {
  /** The present moment in milliseconds, asked when a preset is pressed. */
  readonly now: () => number
  /** The IANA name of the time zone in which times are written. */
  readonly timeZone: string
  /** Values that the table has seen, by field: choices that a spec does not list, and texts to be offered. */
  readonly seen: Readonly<Record<string, readonly string[]>>
  /** What says how many rows have each value of a field, where something does. */
  readonly counts?: ValueCounts | undefined
  /** All controls stand on one sheet: each that counts something does so when it is asked to. */
  readonly isSheet?: boolean
}

/** The clause that a draft makes; undefined for an empty one: no values, no text, no bound. */
export function applied(draft: ClauseDraft): Clause | undefined {
  if (!draft) return undefined
  const isFilter =
    ((draft.kind !== 'choice' && draft.kind !== 'texts') || draft.values.length > 0) &&
    (draft.kind !== 'text' || draft.value !== '') &&
    (draft.kind !== 'time' || Boolean(draft.live ?? draft.from ?? draft.to))
  return isFilter ? draft : undefined
}

/** The draft, if it is a clause of this kind. */
export function draftOf<K extends Clause['kind']>(kind: K, draft: ClauseDraft): ControlProps<K>['draft'] {
  const matches = (clause: Clause): clause is Extract<Clause, { kind: K }> => clause.kind === kind
  return draft && matches(draft) ? draft : undefined
}
