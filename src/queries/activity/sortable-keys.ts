import type { EventSelection } from './action-events.ts'
import { activityKeys } from './activity-keys.ts'

/**
 * The cache keys of counts that go further than those of the status line. They stand below these, so that whatever has counts
 * read again has these read again too.
 */
export const sortableKeys = {
  /** Up to so many events as are sorted by any column. */
  count: (selection: EventSelection) => [...activityKeys.count(selection), 'sortable'] as const,
} as const
