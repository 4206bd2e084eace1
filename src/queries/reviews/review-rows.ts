import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'
import type { Result } from '#contract/reviews/result.ts'
import { useClient } from '../provider.tsx'
import type { RowOrder } from './positions.ts'
import { positionsQuery, type ReviewListQuery, rowsHome } from './review-positions.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { rowsToRead } from './rows-to-read.ts'
import { useOnConnectionBack } from '../use-connection.ts'

export type { ReviewListQuery } from './review-positions.ts'

/** A list of rows whose order stays until it is refreshed, and of which the rows in view are read. */
export type ReviewRows = {
  readonly state:
    | { readonly kind: 'loading' }
    | { readonly kind: 'failed'; readonly failure: Failure }
    | { readonly kind: 'ready' }
  /** The positions, undefined before they are there; the same object until the list is another. */
  readonly order: RowOrder | undefined
  readonly total: number
  /** The last log entry of the certification that the list knows of; 0 before it is there. */
  readonly seq: number
  readonly idAt: (position: number) => number | undefined
  readonly positionOf: (id: number) => number | undefined
  /** The row at a position, undefined while it is on its way. */
  readonly rowAt: (position: number) => Result | undefined
  readonly store: RowStore
  /**
   * Says which positions are in view (`end` not included); those that are not here are read. Where a table shows something
   * else at its places than the list has, `shown` says what.
   */
  readonly want: (start: number, end: number, shown?: Pick<RowOrder, 'total' | 'idAt'>) => void
  /** Why rows in view could not be read; `retry` asks for them, or for the list, again. */
  readonly pageFailure: Failure | undefined
  readonly retry: () => void
  /** Asks for the list anew: its rows may be others then. */
  readonly refresh: () => void
  readonly refreshing: boolean
  /** These are the rows of the question before, shown until those of the new one are there. */
  readonly stale: boolean
  /** Another one means another question, whose list starts at its top. */
  readonly listKey: string
  /** When the list was frozen, in milliseconds since 1970. */
  readonly asOf: number
}

/**
 * The rows of a list. `want` says which positions are in view, and their rows are read. Without a list (an address that
 * cannot be read) nothing is asked.
 */
export function useReviewRows(certification_id: string, listQuery: ReviewListQuery | undefined): ReviewRows {
  const client = useClient()
  const cache = useQueryClient()
  const { store, fetcher } = rowsHome(client, cache, certification_id)
  const pageError = useSyncExternalStore(fetcher.subscribe, fetcher.error)
  useOnConnectionBack(fetcher.retry)

  const query = useQuery({
    ...positionsQuery(client, certification_id, listQuery ?? unfiltered),
    enabled: listQuery !== undefined,
    placeholderData: (before) => (listQuery ? before : undefined),
  })
  // What the list before had in view is not asked for any more.
  useEffect(() => {
    if (!listQuery) fetcher.want([])
  }, [listQuery, fetcher])
  const { data: order, error, isFetching, isPlaceholderData, refetch, dataUpdatedAt } = query
  const idAt = (position: number) => order?.idAt(position)

  return {
    state: order
      ? { kind: 'ready' }
      : error
        ? { kind: 'failed', failure: failureOf(error) }
        : { kind: 'loading' },
    order,
    total: order?.total ?? 0,
    seq: order?.seq ?? 0,
    idAt,
    positionOf: (id) => order?.positionOf(id),
    rowAt: (position) => {
      const id = idAt(position)
      return id === undefined ? undefined : store.get(id)
    },
    store,
    want: (from, to, shown = order) => {
      if (!shown) return
      const isKnown = (position: number) => {
        const id = shown.idAt(position)
        return id === undefined || store.isKnown(id)
      }
      const positions = rowsToRead(from, to, shown.total, isKnown)
      fetcher.want(positions.flatMap((position) => shown.idAt(position) ?? []))
    },
    pageFailure: pageError ? failureOf(pageError) : order && error ? failureOf(error) : undefined,
    retry: () => {
      if (error) void refetch()
      fetcher.retry()
    },
    refresh: () => {
      if (!listQuery) return
      store.clearMarks()
      void refetch()
    },
    refreshing: isFetching,
    stale: isPlaceholderData,
    listKey: JSON.stringify(listQuery),
    asOf: dataUpdatedAt,
  }
}

const unfiltered: ReviewListQuery = {
  filter: undefined,
  mutable_filter: undefined,
  last_time_filter: undefined,
  order_by: undefined,
}
