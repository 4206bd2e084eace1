import { useId } from 'react'
import type { TableSearch } from '#table/address/search.ts'
import { Hint } from '#ui/hint.tsx'
import type { Scope } from './search-scope.ts'

type Props = {
  readonly search: Pick<TableSearch, 'clauses'>
  readonly scopes: readonly Scope[]
  readonly scope: Scope
  readonly onScope: (scope: Scope) => void
}

/** Among which events messages are searched, where the list does not say it yet. */
export function ScopeChoice({ search, scopes, scope, onScope }: Props) {
  const name = useId()
  return (
    <fieldset>
      <legend>Search within</legend>
      {scopes.map((choice) => (
        <div key={choice}>
          <label>
            <input type="radio" name={name} checked={choice === scope} onChange={() => onScope(choice)} />{' '}
            {choice === 'failures' ? failuresText(search) : 'events of the last 30 days: sets Started'}
          </label>
        </div>
      ))}
      <Hint>The whole log would take too long.</Hint>
    </fieldset>
  )
}

function failuresText({ clauses }: Props['search']): string {
  const others = clauses['state'] === undefined ? '' : ', in place of the states that are set'
  return `failed events: sets State to Failed${others}`
}
