import { activityRoutes } from './activity/activity-calls.ts'
import { certificationRoutes } from './reviews/certification-calls.ts'
import { resultRoutes } from './reviews/result-calls.ts'
import { reviewSettingsRoutes } from './reviews/review-settings-calls.ts'
import { sessionRoutes } from './session/session-calls.ts'

/**
 * Everything that can be called, one entry a call. The server's handlers (leaving one out does not compile),
 * validation, the API page and the permission tests are all made from this table; a screen's code takes only the
 * part that it calls.
 */
export const routes = {
  ...activityRoutes,
  ...sessionRoutes,
  ...certificationRoutes,
  ...resultRoutes,
  ...reviewSettingsRoutes,
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
