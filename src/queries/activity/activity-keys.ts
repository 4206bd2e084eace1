import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { ActionEventList, EventSelection } from './action-events.ts'

/** The cache keys of action events. A list's key is its printed filter and order. */
export const activityKeys = {
  list: (list: ActionEventList) => ['action-events', 'list', list] as const,
  counts: ['action-events', 'count'],
  count: ({ filter, cause, message }: EventSelection) =>
    ['action-events', 'count', filter ?? '', cause ?? '', message ?? ''] as const,
  summaries: ['action-events', 'summary'],
  event: (ref: ActionEventRef) => ['action-events', 'event', ref] as const,
  freshness: ['action-events', 'freshness'],
} as const
