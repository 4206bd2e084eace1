import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { eventSummaryRoutes } from '#contract/activity/event-summary-calls.ts'
import type { CountedField, EventSummary, EventValues } from '#contract/activity/event-summary.ts'
import type { EventSelection } from './action-events.ts'
import { activityKeys } from './activity-keys.ts'

/** The cache keys of what is counted; apart from those that the first rows need. */
const summaryKeys = {
  summary: ({ filter, cause, message }: EventSelection) =>
    [...activityKeys.summaries, filter ?? '', cause ?? '', message ?? ''] as const,
  values: (selection: EventSelection, field: string, holds: string) =>
    [...summaryKeys.summary(selection), field, holds] as const,
} as const

/** What is counted, and when it was, in milliseconds since 1970. */
export type ReadSummary = EventSummary & { readonly read_at: number }
/** The same of the values of a field. */
export type ReadValues = EventValues & { readonly read_at: number }

/** What is counted of a list's events: by time and state, and how many of each state and type. */
export function eventSummaryQuery(client: Client, { filter, cause, message }: EventSelection) {
  const query = { filter, cause, message }
  return queryOptions({
    queryKey: summaryKeys.summary(query),
    queryFn: async ({ signal }): Promise<ReadSummary> => {
      const { value } = await client.call(eventSummaryRoutes.summarizeEvents, { query }, signal)
      return { ...value, read_at: Date.now() }
    },
    placeholderData: keepPreviousData,
  })
}

/** Which values of a field are counted. */
export type ValuesOf = {
  readonly field: CountedField
  /** Values that hold this text alone; '' for all. */
  readonly holds: string
}

/** The values of one field that most of a list's events have, counted without the list's own clause on that field. */
export function eventValuesQuery(client: Client, selection: EventSelection, { field, holds }: ValuesOf) {
  const { filter, cause, message } = selection
  const query = { filter, cause, message, field, holds: holds || undefined }
  return queryOptions({
    queryKey: summaryKeys.values(selection, field, holds),
    queryFn: async ({ signal }): Promise<ReadValues> => {
      const { value } = await client.call(eventSummaryRoutes.countEventValues, { query }, signal)
      return { ...value, read_at: Date.now() }
    },
    placeholderData: keepPreviousData,
  })
}
