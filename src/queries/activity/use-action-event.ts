import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import { actionEventCountQuery, actionEventQuery } from './action-event.ts'
import type { ActionEventList } from './action-events.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/**
 * One event, polled while it can change. `loaded` is the event as a list shows it; it is used until the server has
 * answered.
 */
export function useActionEvent(ref: ActionEventRef, loaded: ActionEvent | undefined): Reading<ActionEvent> {
  const reading = useReading(actionEventQuery(useClient(), ref))
  return reading.failure?.status === 404
    ? { ...reading, value: undefined }
    : { ...reading, value: reading.value ?? loaded }
}

const noEvents = { filter: undefined }

/** How many events match a list's filter, up to the server's limit. Without a list nothing is asked. */
export function useActionEventCount(list: ActionEventList | undefined): Reading<Count> {
  return useReading({ ...actionEventCountQuery(useClient(), list ?? noEvents), enabled: list !== undefined })
}
