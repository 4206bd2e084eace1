import { useLoaderData, useNavigate, useRevalidator } from 'react-router'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { codec } from '../query/codec.ts'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'

export type ListQueryState = ListQuery & {
  readonly change: (next: SearchChange) => void
  /** Takes every filter away; the order stays. */
  readonly clear: () => void
  /** Takes out of the address what cannot be read, so that the list of the rest is shown. */
  readonly dropUnreadable: () => void
  /** Reads the address again, for what it says has moved on. */
  readonly renew: () => void
}

const noOwn = { range: undefined, cause: undefined, message: undefined }

/** What the address asks for; it lives there and nowhere else. Every change is a step that Back undoes. */
export function useListQuery(): ListQueryState {
  const query: ListQuery = useLoaderData()
  const { revalidate } = useRevalidator()
  const navigate = useNavigate()
  const go = (next: string) => void navigate({ search: next })
  const change = (next: SearchChange) =>
    // The browser's address, not React's: that may still be the one before the last change.
    void codec().then(({ changeListQuery }) => go(changeListQuery(location.search, next)))
  return {
    ...query,
    change,
    clear: () => change({ clauses: {}, own: noOwn }),
    dropUnreadable: () => go(withoutUnreadable(location.search, query.search.unreadable)),
    renew: () => void revalidate(),
  }
}
