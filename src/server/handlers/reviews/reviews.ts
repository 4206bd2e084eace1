import type { reviewRoutes } from '#contract/reviews/review-calls.ts'
import type { reviewSettingsRoutes } from '#contract/reviews/review-settings-calls.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'
import { certificationHandlers } from './certifications.ts'
import { changeHandlers } from './changes.ts'
import { resultHandlers } from './results.ts'
import { settingsHandlers } from './settings.ts'

type ReviewHandlers = Pick<Handlers, keyof typeof reviewRoutes | keyof typeof reviewSettingsRoutes>

/** The calls of access reviews (veza-api B, and our own beside them). */
export function reviewHandlers(reviews: Reviews): ReviewHandlers {
  return {
    ...certificationHandlers(reviews),
    ...resultHandlers(reviews),
    ...changeHandlers(reviews),
    ...settingsHandlers(reviews),
  }
}
