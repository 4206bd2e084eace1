import type { EventSelection } from './action-events.ts'
import { activityKeys } from './activity-keys.ts'

/** The cache key of a count up to those events that are sorted by any column: a refresh of the counts is one of it too. */
export const sortableKeys = {
  count: (selection: EventSelection) => [...activityKeys.count(selection), 'sortable'] as const,
} as const
