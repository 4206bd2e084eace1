import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { type ActionEventOrigin, eventOriginRoutes } from '#contract/activity/event-origin-calls.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/** The import that an event came from. */
export function useActionEventOrigin(ref: ActionEventRef): Reading<ActionEventOrigin> {
  const client = useClient()
  return useReading({
    queryKey: ['action-events', 'origin', ref],
    queryFn: async ({ signal }) =>
      (await client.call(eventOriginRoutes.getActionEventOrigin, { params: ref }, signal)).value,
  })
}
