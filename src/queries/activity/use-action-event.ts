import type {
  ActionEvent,
  ActionEventOrigin,
  ActionEventRef,
  ActivityFreshness,
} from '#contract/activity/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import {
  actionEventCountQuery,
  actionEventOriginQuery,
  actionEventQuery,
  activityFreshnessQuery,
} from './action-event.ts'
import type { ActionEventList } from './action-events.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/**
 * One event, followed while it can change. `loaded` is what a list already shows of it, until it has been read or the
 * server says that there is no such event.
 */
export function useActionEvent(ref: ActionEventRef, loaded: ActionEvent | undefined): Reading<ActionEvent> {
  const reading = useReading(actionEventQuery(useClient(), ref))
  return reading.failure?.status === 404
    ? { ...reading, value: undefined }
    : { ...reading, value: reading.value ?? loaded }
}

/** Which import an event came from. */
export function useActionEventOrigin(ref: ActionEventRef): Reading<ActionEventOrigin> {
  return useReading(actionEventOriginQuery(useClient(), ref))
}

/** How many events match the filter of a list, up to the ceiling of the count; without a list nothing is asked for. */
export function useActionEventCount(list: ActionEventList | undefined): Reading<Count> {
  return useReading({ ...actionEventCountQuery(useClient(), list?.filter), enabled: list !== undefined })
}

/** How fresh the stored events are. */
export function useActivityFreshness(): Reading<ActivityFreshness> {
  return useReading(activityFreshnessQuery(useClient()))
}
