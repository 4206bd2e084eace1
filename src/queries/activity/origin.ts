import type { ActionEventRef } from '#contract/activity/action-event.ts'
import {
  type ActionEventOrigin,
  type ActivityFreshness,
  originRoutes,
} from '#contract/activity/origin-calls.ts'
import { useClient } from '../provider.tsx'
import { activityKeys } from './activity-keys.ts'
import { type Reading, useReading } from '../reading.ts'

/** The import that an event came from. */
export function useActionEventOrigin(ref: ActionEventRef): Reading<ActionEventOrigin> {
  const client = useClient()
  return useReading({
    queryKey: activityKeys.origin(ref),
    queryFn: async ({ signal }) =>
      (await client.call(originRoutes.getActionEventOrigin, { params: ref }, signal)).value,
  })
}

/** When events were last imported. */
export function useActivityFreshness(): Reading<ActivityFreshness> {
  const client = useClient()
  return useReading({
    queryKey: activityKeys.freshness,
    queryFn: async ({ signal }) => (await client.call(originRoutes.getActivityFreshness, {}, signal)).value,
  })
}
