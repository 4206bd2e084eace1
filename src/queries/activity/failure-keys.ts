import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { activityKeys } from './activity-keys.ts'
import type { FailureIdentityList } from './failures.ts'

const failures = [...activityKeys.counts, 'failures'] as const

/** The cache keys of failures. They are counts of events, and read again with those. */
export const failureKeys = {
  board: (filter: string | undefined) => [...failures, 'board', filter ?? ''] as const,
  cause: (cause_id: string, filter: string | undefined) =>
    [...failures, 'cause', cause_id, filter ?? ''] as const,
  message: (cause_id: string) => [...failures, 'message', cause_id] as const,
  identities: (cause_id: string, { filter, became }: FailureIdentityList) =>
    [...failures, 'identities', cause_id, filter ?? '', became ?? ''] as const,
  event: (event: ActionEventRef) => [...failures, 'event', event] as const,
} as const
