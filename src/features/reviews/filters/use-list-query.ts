import { useLocation, useNavigate } from 'react-router'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { codec } from './codec.ts'
import type { ListQuery } from './list-query.ts'
import type { ListQueryChange } from './read-list-query.ts'

export type ListQueryState = ListQuery & {
  readonly change: (next: ListQueryChange) => void
  /** Takes every filter away; the order stays. */
  readonly clear: () => void
  /** Takes out of the address what cannot be read, so that the list of the rest is shown. */
  readonly dropUnreadable: () => void
}

/** What the address asks for; it lives there and nowhere else. Every change is a step that Back undoes. */
export function useListQuery(query: ListQuery): ListQueryState {
  const { search } = useLocation()
  const navigate = useNavigate()
  const go = (next: string) => void navigate({ search: next })
  const change = (next: ListQueryChange) =>
    void codec().then(({ changeListQuery }) => go(changeListQuery(search, next)))
  return {
    ...query,
    change,
    clear: () => change({ clauses: { filter: {}, mutable_filter: {}, last_time_filter: {} } }),
    dropUnreadable: () => go(withoutUnreadable(search, query.unreadable)),
  }
}
