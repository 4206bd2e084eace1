import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'

/** The answer of a list of the server, a page at a time. */
type Page<Row> = {
  readonly values: readonly Row[]
  readonly next_page_token: string
  readonly has_more: boolean
}

/** A list that is read page by page, as far as somebody has asked for it. */
export type PagedReading<Row> = {
  readonly rows: readonly Row[] | undefined
  readonly failure: Failure | undefined
  readonly retry: () => void
  readonly hasMore: boolean
  readonly isReadingMore: boolean
  readonly readMore: () => void
}

/** Reads a list page by page; `read` takes the token of a page, '' for the first, which is given back as it came too. */
export function usePages<P extends Page<unknown>>(
  queryKey: QueryKey,
  read: (page_token: string, signal: AbortSignal) => Promise<P>,
): PagedReading<P['values'][number]> & { readonly first: P | undefined } {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last: P) => (last.has_more ? last.next_page_token : undefined),
    staleTime: 0,
  })
  return {
    first: query.data?.pages[0],
    rows: query.data?.pages.flatMap(({ values }) => values),
    failure: query.error ? failureOf(query.error) : undefined,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
  }
}
