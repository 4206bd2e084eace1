import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'

/** The state of a read: the newest value, and why the last attempt failed, if it did. */
export type Reading<T> = {
  readonly value: T | undefined
  readonly failure: Failure | undefined
  readonly retry: () => void
}

/** Runs a query and gives its state. */
export function useReading<Read, Value = Read, Key extends QueryKey = QueryKey>(
  query: UseQueryOptions<Read, Error, Value, Key>,
): Reading<Value> {
  const { data, error, refetch } = useQuery(query)
  return { value: data, failure: error ? failureOf(error) : undefined, retry: () => void refetch() }
}
