import type { bulkRoutes } from '#contract/reviews/bulk-calls.ts'
import type { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import type { lastTimeRoutes } from '#contract/reviews/last-time-calls.ts'
import type { entityRoutes } from '#contract/reviews/entities/entity-calls.ts'
import type { operatorRoutes } from '#contract/reviews/operator/operator-calls.ts'
import type { resultRoutes } from '#contract/reviews/result-calls.ts'
import type { resultGroupRoutes } from '#contract/reviews/result-group-calls.ts'
import type { reviewSettingsRoutes } from '#contract/reviews/review-settings-calls.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'
import { bulkHandlers } from './bulk.ts'
import { certificationHandlers } from './certifications.ts'
import { changeHandlers } from './changes.ts'
import { entityHandlers } from './entities.ts'
import { operatorHandlers } from './operator.ts'
import { resultHandlers } from './results.ts'
import { settingsHandlers } from './settings.ts'

type ReviewHandlers = Pick<
  Handlers,
  | keyof typeof bulkRoutes
  | keyof typeof certificationRoutes
  | keyof typeof lastTimeRoutes
  | keyof typeof operatorRoutes
  | keyof typeof entityRoutes
  | keyof typeof resultRoutes
  | keyof typeof resultGroupRoutes
  | keyof typeof reviewSettingsRoutes
>

/** The handlers of all routes of access reviews (veza-api B, and our own). */
export function reviewHandlers(reviews: Reviews): ReviewHandlers {
  return {
    ...certificationHandlers(reviews),
    ...operatorHandlers(reviews),
    ...entityHandlers(reviews),
    ...resultHandlers(reviews),
    ...changeHandlers(reviews),
    ...bulkHandlers(reviews.bulks),
    ...settingsHandlers(reviews),
  }
}
