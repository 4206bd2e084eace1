import type { entityRoutes } from '#contract/reviews/entities/entity-calls.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'

type EntityHandlers = Pick<Handlers, keyof typeof entityRoutes>

/** The handlers of one person or resource of a review, and of what peers hold. */
export function entityHandlers(reviews: Reviews): EntityHandlers {
  return {
    getEntity: async ({ params, query }, { actor }) => ({
      value: await reviews.getEntity(actor, params.certification_id, query),
    }),

    getPeers: async ({ params }, { actor }) => ({
      value: await reviews.getPeers(actor, params.certification_id, params.result_id),
    }),
  }
}
