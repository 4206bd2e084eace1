import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { type ExportPreview, ownExportRoutes } from '#contract/own-exports.ts'
import { failureOf } from '#client/api-error.ts'
import { useClient } from '../provider.tsx'
import type { Reading } from '../reading.ts'
import { exportKeys, type ExportTarget } from './export-request.ts'

/** What an export would hold now, counted anew for each who asks. */
function previewQuery(client: Client, target: ExportTarget) {
  const { filter } = target
  return queryOptions({
    queryKey: exportKeys.preview(target),
    queryFn: async ({ signal }): Promise<ExportPreview> => {
      if (target.kind === 'events') {
        const { cause, message } = target
        const input = { query: { filter, cause, message } }
        return (await client.call(ownExportRoutes.previewEventExport, input, signal)).value
      }
      const { certification_id, mutable_filter, last_time_filter, order_by } = target
      const input = {
        params: { certification_id },
        query: { filter, mutable_filter, last_time_filter, order_by },
      }
      return (await client.call(ownExportRoutes.previewReviewExport, input, signal)).value
    },
    staleTime: 0,
    gcTime: 0,
  })
}

/** What an export would hold now, or why it would be refused. That no answer came is said while it is tried again. */
export function useExportPreview(target: ExportTarget): Reading<ExportPreview> {
  const { data, failureReason, refetch } = useQuery(previewQuery(useClient(), target))
  return {
    value: data,
    failure: failureReason ? failureOf(failureReason) : undefined,
    retry: () => void refetch(),
  }
}
