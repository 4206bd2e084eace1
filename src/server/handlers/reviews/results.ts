import { isGrouping, plainGroupings } from '#contract/reviews/groupings.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import { invalid, notThere } from '../../refused.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'

import { resultQueryOf } from './result-query.ts'
import { pageOf, stretchOf, wholeList } from './stretch.ts'

type ResultHandlers = Pick<
  Handlers,
  | 'listResults'
  | 'getResult'
  | 'listPositions'
  | 'listGroups'
  | 'listRows'
  | 'listHistory'
  | 'getSinceLastTime'
  | 'listGone'
  | 'listReviewerInfos'
  | 'watchCertification'
>

/** The handlers that read rows of a certification (veza-api B.5, B.6, B.11, and our own). */
export function resultHandlers(reviews: Reviews): ResultHandlers {
  return {
    async listResults({ params, query }, { actor }) {
      const stretch = stretchOf(query)
      const wanted = await resultQueryOf(query)
      const { rows, more } = await reviews.listResults(actor, params.certification_id, wanted, stretch)
      return pageOf(rows, more, stretch)
    },

    async getResult({ params }, call) {
      const result = await reviews.getResult(call.actor, params.certification_id, params.result_id)
      if (!result) throw notThere()
      call.setVersion(result.version)
      return { value: result }
    },

    async listPositions({ params, query }, { actor }) {
      const wanted = await resultQueryOf(query)
      return { value: await reviews.listPositions(actor, params.certification_id, wanted) }
    },

    async listGroups({ params, query: { group_by, ...query } }, { actor }) {
      if (!isGrouping(group_by))
        throw invalid(
          'group_by',
          `takes one of ${plainGroupings.join(', ')}, or source., destination. or waypoint. and an attribute`,
        )
      const wanted = { ...(await resultQueryOf(query)), group_by }
      return { value: await reviews.listGroups(actor, params.certification_id, wanted) }
    },

    async listRows({ params, query }, { actor }) {
      if (query.ids.length > maxRowsByIds) throw invalid('ids', `takes at most ${maxRowsByIds} ids`)
      return wholeList(await reviews.listRows(actor, params.certification_id, query.ids))
    },

    listHistory: async ({ params }, { actor }) =>
      wholeList(await reviews.listHistory(actor, params.certification_id, params.result_id)),

    listReviewerInfos: async ({ params }, { actor }) =>
      wholeList(await reviews.listReviewerInfos(actor, params.certification_id)),

    getSinceLastTime: async ({ params }, { actor }) => ({
      value: await reviews.getSinceLastTime(actor, params.certification_id),
    }),

    async listGone({ params, query }, { actor }) {
      const stretch = stretchOf(query)
      const { rows, more } = await reviews.listGone(actor, params.certification_id, stretch)
      return pageOf(rows, more, stretch)
    },

    watchCertification:
      async ({ params }, { actor }) =>
      (emit, signal) =>
        reviews.watch(actor, params.certification_id, emit, signal),
  }
}
