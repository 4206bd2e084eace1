import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { ActionEventList } from './action-events.ts'

/** The keys of everything that is read about action events. A list is known by its printed filter. */
export const activityKeys = {
  list: (list: ActionEventList) => ['action-events', 'list', list] as const,
  counts: ['action-events', 'count'],
  count: (filter: string | undefined) => ['action-events', 'count', filter ?? ''] as const,
  event: (ref: ActionEventRef) => ['action-events', 'event', ref] as const,
  origin: (ref: ActionEventRef) => ['action-events', 'origin', ref] as const,
  freshness: ['action-events', 'freshness'],
} as const
