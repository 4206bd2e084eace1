import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'
import { possibleScopes, type Scope, scopeChange } from './search-scope.ts'

type Props = {
  readonly query: Pick<ListQuery, 'search' | 'own'>
  readonly onChange: (change: SearchChange) => void
}

const labels: Readonly<Record<Scope, string>> = {
  failures: 'Search failed events',
  range: 'Search the last 30 days',
}

/** In place of the rows of a search of messages that the server refuses: among which events it may be made. */
export function NeedsScope({ query: { search, own }, onChange }: Props) {
  const actions = (
    <>
      {possibleScopes(search).map((scope) => (
        <Button key={scope} onClick={() => onChange(scopeChange(search, own.message, scope))}>
          {labels[scope]}
        </Button>
      ))}
      <Button onClick={() => onChange({ own: { message: undefined } })}>Take the message filter away</Button>
    </>
  )
  return (
    <EmptyState title="Messages are searched within failed events or a range" actions={actions}>
      This list has neither, and the whole log would take too long.
    </EmptyState>
  )
}
