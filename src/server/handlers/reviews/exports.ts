import type { ReviewExportBody, reviewExportRoutes } from '#contract/reviews/review-export-calls.ts'
import { mediaTypes } from '#contract/export-job.ts'
import { printOrder } from '#contract/order.ts'
import { print } from '#scim/print.ts'
import type { ReviewExports } from '../../exports.ts'
import type { Call, Handlers } from '../handlers.ts'
import { conditionsOf } from './conditions.ts'
import { resultQueryOf } from './result-query.ts'

type ReviewExportHandlers = Pick<Handlers, keyof typeof reviewExportRoutes>

type ListExport = ReviewExportBody & { readonly last_time_filter?: string | undefined }

/** Files of the rows of a review (veza-api B.9). */
export function reviewExportHandlers(exports: ReviewExports): ReviewExportHandlers {
  const make = async (body: ListExport, call: Call) => {
    const { certification_id, title, previous_certification_id: previous } = body
    const query = await resultQueryOf(body)
    const format = body.format === 6 ? 'XLSX' : 'CSV'
    const { filter, mutable_filter, last_time_filter, order } = query
    const filters = [filter, mutable_filter].map((part) => (part ? print(part) : ''))
    const ours = [last_time_filter && print(last_time_filter), previous].map((part) => part ?? '')
    const request = [
      'createReviewExport',
      certification_id,
      format,
      title ?? '',
      ...filters,
      printOrder(order),
      // What earlier servers did not know changes no fingerprint where it is not asked for.
      ...(ours.some((part) => part !== '') ? ours : []),
    ]
    const { key, fingerprint } = conditionsOf(call, false, request)
    const { id, replayed } = await exports.make(
      { ...query, certification_id, format, title, previous_certification_id: previous || undefined },
      call.actor,
      key === undefined ? undefined : { key, fingerprint },
    )
    if (replayed) call.setReplayed()
    return { export_id: id, id }
  }
  return {
    createReviewExport: ({ body }, call) => make(body, call),
    exportList: ({ params, body }, call) => make({ ...params, ...body }, call),

    getReviewExport: async ({ params }, { actor }) => ({
      value: await exports.find(params.export_id, actor),
    }),

    async downloadReviewExport({ params, query }, { actor }) {
      const { format, name, file } = await exports.open(params.export_id, actor, query.file)
      return { type: format === 'XLSX' ? mediaTypes.XLSX : mediaTypes.CSV, name, file }
    },

    cancelReviewExport: async ({ params }, { actor }) => ({
      value: await exports.cancel(params.export_id, actor),
    }),
  }
}
