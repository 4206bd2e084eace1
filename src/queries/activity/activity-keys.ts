import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { EventSelection } from './action-events.ts'

/** The cache keys of action events but for their lists (`list-keys.ts`). */
export const activityKeys = {
  counts: ['action-events', 'count'],
  count: ({ filter, cause, message }: EventSelection) =>
    ['action-events', 'count', filter ?? '', cause ?? '', message ?? ''] as const,
  summaries: ['action-events', 'summary'],
  event: (ref: ActionEventRef) => ['action-events', 'event', ref] as const,
  origin: (ref: ActionEventRef) => ['action-events', 'origin', ref] as const,
  task: (task: string) => ['action-events', 'task', task] as const,
  neighbours: (task: string, place: object) => ['action-events', 'task', task, 'neighbours', place] as const,
  freshness: ['action-events', 'freshness'],
} as const
