import type { UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type {
  ActionEvent,
  ActionEventOrigin,
  ActionEventRef,
  ActivityFreshness,
} from '#contract/activity/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import type { Failure } from '#contract/errors.ts'
import {
  actionEventCountQuery,
  actionEventOriginQuery,
  actionEventQuery,
  activityFreshnessQuery,
} from './action-event.ts'
import type { ActionEventList } from './action-events.ts'
import { useClient } from '../provider.tsx'

/** Something that is read once and perhaps again: what is known of it, and why the newest attempt failed. */
export type Reading<T> = {
  readonly value: T | undefined
  readonly failure: Failure | undefined
  readonly retry: () => void
}

/**
 * One event, followed while it can change. `loaded` is what a list already shows of it, until it has been read or the
 * server says that there is no such event.
 */
export function useActionEvent(ref: ActionEventRef, loaded: ActionEvent | undefined): Reading<ActionEvent> {
  const reading = readingOf(useQuery(actionEventQuery(useClient(), ref)))
  return reading.failure?.status === 404
    ? { ...reading, value: undefined }
    : { ...reading, value: reading.value ?? loaded }
}

/** Which import an event came from. */
export function useActionEventOrigin(ref: ActionEventRef): Reading<ActionEventOrigin> {
  return readingOf(useQuery(actionEventOriginQuery(useClient(), ref)))
}

/** How many events match the filter of a list, up to the ceiling of the count; without a list nothing is asked for. */
export function useActionEventCount(list: ActionEventList | undefined): Reading<Count> {
  return readingOf(
    useQuery({ ...actionEventCountQuery(useClient(), list?.filter), enabled: list !== undefined }),
  )
}

/** How fresh the stored events are. */
export function useActivityFreshness(): Reading<ActivityFreshness> {
  return readingOf(useQuery(activityFreshnessQuery(useClient())))
}

function readingOf<T>({ data, error, refetch }: UseQueryResult<T>): Reading<T> {
  return { value: data, failure: error ? failureOf(error) : undefined, retry: () => void refetch() }
}
