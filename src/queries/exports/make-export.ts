import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import { eventExportRoutes } from '#contract/activity/event-export-calls.ts'
import { failureRoutes } from '#contract/activity/failure-calls.ts'
import { exportRoutes } from '#contract/activity/export-calls.ts'
import type { Failure } from '#contract/errors.ts'
import { reviewExportRoutes } from '#contract/reviews/review-export-calls.ts'
import { isOwn } from '../activity/action-events.ts'
import { useClient } from '../provider.tsx'
import { type ExportFormat, exportKeys, type ExportTarget } from './export-request.ts'
import { isAnswer, unansweredKey } from './unanswered-keys.ts'

/** The state of an export that is being asked for. */
export type Making = {
  readonly make: (format: ExportFormat) => void
  readonly busy: boolean
  /** The id of the export once the server has it. */
  readonly id: string | undefined
  readonly failure: Failure | undefined
}

/**
 * Asks the server for an export. What is asked for again before an answer has come goes under the same key, and is the same
 * export.
 */
export function useMakeExport(target: ExportTarget): Making {
  const client = useClient()
  const cache = useQueryClient()
  // A second press may come before anything is drawn anew.
  const isUnderWay = useRef(false)
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const { key, answered } = unansweredKey(client, target, format)
      try {
        const id = await makeExport(client, target, format, key)
        answered()
        return id
      } catch (error) {
        if (isAnswer(failureOf(error))) answered()
        throw error
      }
    },
    onError: () => {
      isUnderWay.current = false
    },
    onSuccess: () => void cache.invalidateQueries({ queryKey: exportKeys.list }),
    networkMode: 'always',
  })
  return {
    make: (format) => {
      if (isUnderWay.current) return
      isUnderWay.current = true
      mutate(format)
    },
    busy: isPending,
    id: data,
    failure: error ? failureOf(error) : undefined,
  }
}

async function makeExport(
  client: Client,
  target: ExportTarget,
  format: ExportFormat,
  key: string,
): Promise<string> {
  if (target.kind === 'events') {
    const { filter, cause, message, order_by } = target
    // The exact values beside, for the pack.
    const query = { format, jsonl: 'true' } as const
    if (isOwn(target)) {
      const input = { query, body: { filter, cause, message, order_by } }
      return (await client.call(eventExportRoutes.exportEvents, input, undefined, { key })).value.id
    }
    const input = { query, body: { filter, order_by } }
    return (await client.call(exportRoutes.exportActionEventsExactly, input, undefined, { key })).value.id
  }
  if (target.kind === 'identities') {
    const { cause, filter, became } = target
    const input = { params: { cause_id: cause }, query: { format }, body: { filter, became } }
    return (await client.call(failureRoutes.exportFailureIdentities, input, undefined, { key })).value.id
  }
  const { kind: _, ...query } = target
  const number = format === 'XLSX' ? 6 : 0
  if (query.last_time_filter !== undefined) {
    const { certification_id, ...list } = query
    const input = { params: { certification_id }, body: { ...list, format: number } } as const
    return (await client.call(reviewExportRoutes.exportList, input, undefined, { key })).id
  }
  const { last_time_filter: _none, ...documented } = query
  const body = { ...documented, format: number } as const
  return (await client.call(reviewExportRoutes.createReviewExport, { body }, undefined, { key })).id
}
