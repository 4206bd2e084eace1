import { lazyModule } from '#ui/lazy-module.ts'
import { isOnlyReviewer } from './session-hint.ts'

/* The code of each screen, of the drawers over them, and of what reads the rows of a review. */

export const notFound = lazyModule(async () => (await import('./not-found.tsx')).NotFound)
export const signIn = lazyModule(async () => (await import('./sign-in-screen.tsx')).SignInScreen)
export const reviewsScreen = lazyModule(async () => (await import('./reviews-screen.tsx')).ReviewsScreen)

export const workflowActionsScreen = lazyModule(async () =>
  isOnlyReviewer()
    ? (await import('./not-for-you.tsx')).NotForYou
    : (await import('./workflow-actions-screen.tsx')).WorkflowActionsScreen,
)
export const eventScreen = lazyModule(async () => (await import('./event-screen.tsx')).EventScreen)

export const reviewScreen = lazyModule(async () => (await import('./review-screen.tsx')).ReviewScreen)
export const rowScreen = lazyModule(async () => (await import('./row-screen.tsx')).RowScreen)
/** Fetched with the screen: the calls of reviews are more than the entry has room for. */
export const reviewLoader = lazyModule(async () => (await import('./load-review.ts')).loadReview)
