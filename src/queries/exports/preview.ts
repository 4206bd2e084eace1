import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { failureRoutes } from '#contract/activity/failure-calls.ts'
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
      if (target.kind === 'identities') return await countIdentities(client, target, signal)
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

type Identities = Extract<ExportTarget, { readonly kind: 'identities' }>

/** How many identities a cause struck, each at each place once, or those of which something has become. */
async function countIdentities(
  client: Client,
  { cause, filter, became }: Identities,
  signal: AbortSignal,
): Promise<ExportPreview> {
  const input = { params: { cause_id: cause }, query: { filter } }
  const { value } = await client.call(failureRoutes.getFailure, input, signal)
  const counted = value.cause.became.filter(({ of }) => became === undefined || of === became)
  return { row_count: counted.reduce((sum, { places }) => sum + places, 0), refusal: null, whole: true }
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
