import type { operatorRoutes } from '#contract/reviews/operator/operator-calls.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'
import { changed } from './certifications.ts'
import { seenBy } from './conditions.ts'
import { wholeList } from './stretch.ts'

type OperatorHandlers = Pick<Handlers, keyof typeof operatorRoutes>

/** The handlers of whoever runs a certification: who is late, and ending it before its due date. */
export function operatorHandlers(reviews: Reviews): OperatorHandlers {
  return {
    listReviewers: async ({ params }, { actor }) =>
      wholeList(await reviews.listReviewers(actor, params.certification_id)),

    getEnding: async ({ params }, { actor }) => ({
      value: await reviews.getEnding(actor, params.certification_id),
    }),

    endCertification: async ({ params, body }, call) =>
      changed(call, await reviews.endCertification(call.actor, params.certification_id, body, seenBy(call))),

    listCertificationLog: async ({ params }, { actor }) =>
      wholeList(await reviews.listCertificationLog(actor, params.certification_id)),
  }
}
