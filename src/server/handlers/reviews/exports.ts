import type { reviewExportRoutes } from '#contract/reviews/review-export-calls.ts'
import { mediaTypes } from '#contract/export-job.ts'
import { printOrder } from '#contract/order.ts'
import { print } from '#scim/print.ts'
import type { ReviewExports } from '../../exports.ts'
import type { Handlers } from '../handlers.ts'
import { conditionsOf } from './conditions.ts'
import { refuseFields } from './not-supported.ts'
import { resultQueryOf } from './result-query.ts'

type ReviewExportHandlers = Pick<Handlers, keyof typeof reviewExportRoutes>

/** Files of the rows of a review (veza-api B.9). */
export function reviewExportHandlers(exports: ReviewExports): ReviewExportHandlers {
  return {
    async createReviewExport({ body }, call) {
      const { certification_id, title } = body
      if (body.previous_certification_id !== undefined) refuseFields(['previous_certification_id'])
      const query = await resultQueryOf(body)
      const format = body.format === 6 ? 'XLSX' : 'CSV'
      const { filter, mutable_filter, order } = query
      const filters = [filter, mutable_filter].map((part) => (part ? print(part) : ''))
      const request = [
        'createReviewExport',
        certification_id,
        format,
        title ?? '',
        ...filters,
        printOrder(order),
      ]
      const { key, fingerprint } = conditionsOf(call, false, request)
      const { id, replayed } = await exports.make(
        { ...query, certification_id, format, title },
        call.actor,
        key === undefined ? undefined : { key, fingerprint },
      )
      if (replayed) call.setReplayed()
      return { export_id: id, id }
    },

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
