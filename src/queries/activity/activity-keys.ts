import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { EventSelection } from './action-events.ts'

/** The cache keys of action events but for their lists (`listKey`), which the first view alone asks for. */
export const activityKeys = {
  counts: ['action-events', 'count'],
  count: ({ filter, cause, message }: EventSelection) =>
    ['action-events', 'count', filter ?? '', cause ?? '', message ?? ''] as const,
  summaries: ['action-events', 'summary'],
  event: (ref: ActionEventRef) => ['action-events', 'event', ref] as const,
  freshness: ['action-events', 'freshness'],
} as const
