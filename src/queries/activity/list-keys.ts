import type { ActionEventList } from './action-events.ts'

/** What the keys of all lists of action events begin with. */
const lists = ['action-events', 'list'] as const

/**
 * The cache key of a list of action events: its printed filter and order, and what the filter cannot say. Two addresses that ask
 * for the same share their rows.
 *
 * Apart from the other keys, because the first view needs this alone.
 */
export const listKey = (list: ActionEventList) => [...lists, list] as const
