import { activityRoutes } from './activity/activity-calls.ts'
import { causeRoutes } from './activity/cause-calls.ts'
import { eventRoutes } from './activity/event-calls.ts'
import { originRoutes } from './activity/origin-calls.ts'
import { eventExportRoutes } from './activity/event-export-calls.ts'
import { eventSummaryRoutes } from './activity/event-summary-calls.ts'
import { eventNewsRoutes } from './activity/event-news.ts'
import { exportRoutes } from './activity/export-calls.ts'
import { failureRoutes } from './activity/failure-calls.ts'
import { ownExportRoutes } from './own-exports.ts'
import { exportPackRoutes } from './export-pack.ts'
import { bulkRoutes } from './reviews/bulk-calls.ts'
import { entityRoutes } from './reviews/entities/entity-calls.ts'
import { operatorRoutes } from './reviews/operator/operator-calls.ts'
import { certificationRoutes } from './reviews/certification-calls.ts'
import { lastTimeRoutes } from './reviews/last-time-calls.ts'
import { resultRoutes } from './reviews/result-calls.ts'
import { resultGroupRoutes } from './reviews/result-group-calls.ts'
import { reviewExportRoutes } from './reviews/review-export-calls.ts'
import { reviewSettingsRoutes } from './reviews/review-settings-calls.ts'
import { keyRoutes } from './session/keys.ts'
import { peopleRoutes } from './session/people-calls.ts'
import { providerRoutes } from './session/provider-calls.ts'
import { sessionRoutes } from './session/session-calls.ts'
import { accountRoutes, signInRoutes } from './session/sign-in-calls.ts'

/**
 * All routes, one entry a call. The server's handlers (a missing one does not compile), the validation, the API page
 * and the permission tests are made from this table. Screens import only the part of it that they call.
 */
export const routes = {
  ...activityRoutes,
  ...originRoutes,
  ...eventRoutes,
  ...eventNewsRoutes,
  ...causeRoutes,
  ...eventSummaryRoutes,
  ...eventExportRoutes,
  ...failureRoutes,
  ...exportRoutes,
  ...exportPackRoutes,
  ...sessionRoutes,
  ...signInRoutes,
  ...accountRoutes,
  ...providerRoutes,
  ...keyRoutes,
  ...peopleRoutes,
  ...certificationRoutes,
  ...resultRoutes,
  ...resultGroupRoutes,
  ...lastTimeRoutes,
  ...bulkRoutes,
  ...operatorRoutes,
  ...entityRoutes,
  ...reviewExportRoutes,
  ...ownExportRoutes,
  ...reviewSettingsRoutes,
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
