import { useMemo } from 'react'
import type { WorkflowUser } from '#contract/people.ts'
import { useSession } from '#queries/session/session.ts'
import { createQueryHistory, type QueryHistory } from '#table/query-box/query-history.ts'
import { QueryBox } from '#table/query-box/query-box.tsx'
import type { FilterProblem } from '#table/clauses/filter-text.ts'
import { actionEventTable } from '../query/definition.ts'
import type { ListQueryState } from './use-list-query.ts'

type Props = {
  readonly query: ListQueryState
  /** What the server found wrong with the filter. */
  readonly problem: FilterProblem | undefined
  /** Values in the loaded rows, by field. */
  readonly suggestions: Readonly<Record<string, readonly string[]>>
  readonly onUnapplied: (why: string | undefined) => void
  /** Whether it has been opened by hand: who does that wants to write. */
  readonly focused: boolean
}

/** The filter as text, with the queries that this person has applied before. */
export function QueryPart({ query, problem, suggestions, onUnapplied, focused }: Props) {
  const { search, live, change } = query
  return (
    <QueryBox
      text={search.text ?? ''}
      problem={search.problem ?? problem}
      onSubmit={(text) => change({ query: text })}
      fields={actionEventTable.fields}
      suggestions={suggestions}
      onUnapplied={onUnapplied}
      history={useQueryHistory()}
      note={live && liveNote}
      focused={focused}
    />
  )
}

const liveNote =
  'The live range stands here as the instant where it begins now. A text that you apply keeps that instant.'

/** Each person has their own; before it is known who looks at the page there is none. */
function useQueryHistory(): QueryHistory | undefined {
  const user: WorkflowUser | undefined = useSession()?.actor.user
  const place = user && `countersign.queries.${JSON.stringify([user.user_type, user.id])}`
  return useMemo(() => (place === undefined ? undefined : createQueryHistory(place)), [place])
}
