import type { ComponentType } from 'react'
import { type LazyModule, lazyModule } from '#ui/lazy-module.ts'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { isOnlyReviewer } from '../session-hint.ts'

/* The code of each screen, of the drawers over them, and of what reads the rows of a review. */

export const notFound = lazyModule(
  () => import('./not-found.tsx'),
  (module) => module.NotFound,
)
export const signIn = lazyModule(
  () => import('./sign-in-screen.tsx'),
  (module) => module.SignInScreen,
)
export const verifyScreen = lazyModule(
  () => import('./verify-screen.tsx'),
  (module) => module.VerifyScreen,
)
export const settingsScreen = lazyModule(
  () => import('./settings-screen.tsx'),
  (module) => module.SettingsScreen,
)
export const exportsScreen = lazyModule(
  () => import('./exports-screen.tsx'),
  (module) => module.ExportsScreen,
)
export const reviewsScreen = lazyModule(
  () => import('./reviews-screen.tsx'),
  (module) => module.ReviewsScreen,
)

/** Who only reviews has no activity log, and is told so in its place. */
const ofLog = (code: LazyModule<ComponentType>) =>
  isOnlyReviewer()
    ? lazyModule(
        () => import('./not-for-you.tsx'),
        (module) => module.NotForYou,
      )
    : code
export const workflowActionsScreen = ofLog(
  lazyModule(
    () => import('./workflow-actions-screen.tsx'),
    (module) => module.WorkflowActionsScreen,
  ),
)
export const taskScreen = ofLog(
  lazyModule(
    () => import('./task-screen.tsx'),
    (module) => module.TaskScreen,
  ),
)
export const failuresScreen = lazyModule(
  () => import('./failures-screen.tsx'),
  (module) => module.FailuresScreen,
)
export const eventScreen = lazyModule(
  () => import('./event-screen.tsx'),
  (module) => module.EventScreen,
  { alone: true },
)

export const reviewScreen = lazyModule(
  () => import('./review-screen.tsx'),
  (module) => module.ReviewScreen,
)
export const rowScreen = lazyModule(
  () => import('#features/reviews/drawer/row-page.tsx'),
  (module) => module.RowPage,
  { alone: true },
)
export const bulkScreen = lazyModule(
  () => import('./bulk-screen.tsx'),
  (module) => module.BulkScreen,
)
/** In the file of the screen, because the two are needed together, and more than the entry has room for. */
export const reviewLoader = lazyModule(
  () => import('./review-screen.tsx'),
  (module) => module.loadReview,
)

/** The dialog that exports what a list asks for, over whatever screen the list is on. */
export const ExportDialog = lazyDialog(
  'Export',
  () => import('#features/exports/export-dialog.tsx'),
  (module) => module.ExportDialog,
)
