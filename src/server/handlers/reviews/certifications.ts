import type { Certification, ChangedCertification } from '#contract/reviews/certification.ts'
import { holds } from '#contract/permissions.ts'
import { notThere, refused } from '../../refused.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Call, Handlers } from '../handlers.ts'
import { conditionsOf, seenBy } from './conditions.ts'
import { refuseNotSupported } from './not-supported.ts'
import { pageOf, stretchOf, wholeList } from './stretch.ts'

type CertificationHandlers = Pick<
  Handlers,
  | 'listWorkflows'
  | 'listSnapshots'
  | 'listCertifications'
  | 'getCertification'
  | 'createCertification'
  | 'checkCertification'
  | 'updateCertification'
  | 'publishCertification'
  | 'completeCertification'
  | 'deleteCertification'
  | 'getReviewContext'
  | 'getStanding'
>

/** The handlers of workflows and of certifications as wholes (veza-api B.1 to B.4, B.21). */
export function certificationHandlers(reviews: Reviews): CertificationHandlers {
  return {
    listWorkflows: async (_, { actor }) => wholeList(await reviews.listWorkflows(actor)),

    listSnapshots: async ({ params }, { actor }) =>
      wholeList(await reviews.listSnapshots(actor, params.workflow_id)),

    async listCertifications({ query }, { actor }) {
      const all = await reviews.listCertifications(actor, query.workflow_id)
      const stretch = stretchOf(query)
      const end = stretch.offset + stretch.limit
      const rows = all.slice(stretch.offset, end)
      return { ...pageOf(rows, end < all.length, stretch), total_result_count: all.length }
    },

    async getCertification({ params }, call) {
      const certification = await reviews.getCertification(call.actor, params.certification_id)
      if (!certification) throw notThere()
      return answer(call, certification)
    },

    async createCertification({ body }, call) {
      refuseNotSupported(body)
      const on = conditionsOf(call, false, ['createCertification', body])
      const { replayed, ...made } = await reviews.createCertification(call.actor, body, on)
      if (replayed) call.setReplayed()
      return made
    },

    async checkCertification({ body }) {
      refuseNotSupported(body)
      return { value: await reviews.checkCertification(body) }
    },

    updateCertification: async ({ params: { certification_id }, body }, call) => {
      const { confirm: _, ...change } = body
      if (Object.keys(change).length === 0)
        throw refused(
          'InvalidArgument',
          'The body asks for no change: give name, notes, due_date or reviewers',
        )
      return changed(
        call,
        await reviews.updateCertification(call.actor, certification_id, body, seenBy(call)),
      )
    },

    publishCertification: async ({ params: { certification_id }, body }, call) =>
      changed(
        call,
        await reviews.publishCertification(call.actor, certification_id, body.confirm, seenBy(call)),
      ),

    completeCertification: async ({ params }, call) =>
      changed(call, await reviews.completeCertification(call.actor, params.certification_id, seenBy(call))),

    deleteCertification: ({ params }, call) =>
      reviews.deleteCertification(call.actor, params.certification_id, seenBy(call)),

    getReviewContext: async ({ params }, { actor }) => ({
      value: await reviews.getReviewContext(actor, params.certification_id),
    }),

    getStanding: async ({ params }, { actor }) => ({
      value: await reviews.getStanding(actor, params.certification_id),
    }),
  }
}

/** One certification, with its version as the `ETag`. */
function answer(call: Call, value: Certification): { value: Certification } {
  call.setVersion(value.version)
  return { value }
}

/** The same for who has changed it; a key that may not read certifications is told only which one and its version. */
export function changed(call: Call, value: Certification): { value: ChangedCertification } {
  if (holds(call.actor, 'reviews:read')) return answer(call, value)
  const { certification_id, version } = value
  call.setVersion(version)
  return { value: { certification_id, version } }
}
