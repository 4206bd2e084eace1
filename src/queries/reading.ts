import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'

/** Something that is read once and perhaps again: what is known of it, and why the newest attempt failed. */
export type Reading<T> = {
  readonly value: T | undefined
  readonly failure: Failure | undefined
  readonly retry: () => void
}

/** Reads what a query says, and again as it says. */
export function useReading<Read, Value = Read, Key extends QueryKey = QueryKey>(
  query: UseQueryOptions<Read, Error, Value, Key>,
): Reading<Value> {
  const { data, error, refetch } = useQuery(query)
  return { value: data, failure: error ? failureOf(error) : undefined, retry: () => void refetch() }
}
