import type { Reviews } from '../../reviews.ts'
import type { Handlers } from '../handlers.ts'
import { invisible } from './invisible.ts'
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

/** Workflows and certifications as wholes (veza-api B.1 to B.4, B.21). */
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

    async getCertification({ params }, { actor }) {
      const certification = await reviews.getCertification(actor, params.certification_id)
      if (!certification) throw invisible()
      return { value: certification }
    },

    createCertification: ({ body }, { actor }) => reviews.createCertification(actor, body),

    checkCertification: async ({ body }) => ({ value: await reviews.checkCertification(body) }),

    updateCertification: async ({ params, body }, { actor }) => ({
      value: await reviews.updateCertification(actor, params.certification_id, body),
    }),

    publishCertification: async ({ params, body }, { actor }) => ({
      value: await reviews.publishCertification(actor, params.certification_id, body.confirm),
    }),

    completeCertification: async ({ params }, { actor }) => ({
      value: await reviews.completeCertification(actor, params.certification_id),
    }),

    deleteCertification: async ({ params }, { actor }) => {
      await reviews.deleteCertification(actor, params.certification_id)
    },

    getReviewContext: async ({ params }, { actor }) => ({
      value: await reviews.getReviewContext(actor, params.certification_id),
    }),

    getStanding: async ({ params }, { actor }) => ({
      value: await reviews.getStanding(actor, params.certification_id),
    }),
  }
}
