import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { RouteObject } from 'react-router'
import { replace } from 'react-router'
import type { Client } from '#client/client.ts'
import type { Session } from '#contract/session/session.ts'
import { eventPattern, failuresPath, tasksPath, workflowActionsPath } from '#features/activity/address.ts'
import { exportsPath } from '#features/exports/address.ts'
import { reviewPattern, reviewsPath, rowPattern } from '#features/reviews/parts/address.ts'
import { settingsPath } from '#features/settings/address.ts'
import { readSession } from '#queries/session/session.ts'
import type { LazyModule } from '#ui/lazy-module.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Layout } from './frame/layout.tsx'
import { Loading, lazyDrawer, lazyScreen } from './screens/lazy-screen.tsx'
import { loadWorkflowActions } from './screens/load-workflow-actions.ts'
import {
  bulkScreen,
  eventScreen,
  exportsScreen,
  failuresScreen,
  notFound,
  reviewLoader,
  reviewScreen,
  reviewsScreen,
  rowScreen,
  settingsScreen,
  signIn,
  taskScreen,
  verifyScreen,
  workflowActionsScreen,
} from './screens/screens.ts'
import { adoptSession } from './remember-session.ts'
import { isOnlyReviewer, isSignInPath, needsNobody, signInPaths, verifyPath } from './session-hint.ts'

type Tools = { readonly client: Client; readonly cache: QueryClient }

/**
 * Every screen of the page. A screen's loader is here and asks the server for what the address shows, without waiting;
 * its component is fetched meanwhile.
 */
export function createRoutes({ client, cache }: Tools): RouteObject[] {
  const adopt = (current: Session) => {
    // Where people sign in the page may become somebody else's, who sets up a second factor there.
    if (current.outbox && !isSignInPath()) client.belongTo(current.outbox.actor)
    adoptSession(current)
  }
  const session = needsNobody() ? Promise.resolve(undefined) : readSession(client, cache, adopt)
  const workflowActions: RouteObject = {
    ...screenAt(workflowActionsPath, workflowActionsScreen),
    loader: ({ request }) =>
      isOnlyReviewer() ? null : loadWorkflowActions(client, cache, new URL(request.url)),
    children: [{ path: eventPattern, lazy: lazyDrawer('Workflow action', eventScreen) }],
  }
  // A function, because the router empties what a route is fetched by: no two can share it.
  const reviewAt = (path: string): RouteObject => ({
    ...screenAt(reviewPattern + path, reviewScreen),
    // The early request asks for the first rows while this is fetched.
    loader: async ({ request }) => (await reviewLoader.load())(client, cache, new URL(request.url)),
    children: [{ path: rowPattern, lazy: lazyDrawer('Row of a review', rowScreen) }],
  })
  const ofReviews = ['', '/people/:type/:id', '/resources/:type/:id'].map(reviewAt)
  return [
    {
      element: <Layout session={session} />,
      errorElement: <ErrorBoundary />,
      children: [
        {
          index: true,
          loader: ({ request }) =>
            replace((isOnlyReviewer() ? reviewsPath : workflowActionsPath) + new URL(request.url).search),
          Component: Loading,
          HydrateFallback: Loading,
        },
        {
          errorElement: <ErrorBoundary />,
          children: [
            workflowActions,
            screenAt(`${tasksPath}/*`, taskScreen),
            screenAt(`${failuresPath}/*`, failuresScreen),
            screenAt(reviewsPath, reviewsScreen),
            ...ofReviews,
            screenAt(`${reviewPattern}/bulk/:bulk_id?`, bulkScreen),
            screenAt(exportsPath, exportsScreen),
            screenAt(`${settingsPath}/*`, settingsScreen),
            ...signInPaths.map((path) => screenAt(path, signIn)),
            screenAt(verifyPath, verifyScreen),
            screenAt('*', notFound),
          ],
        },
      ],
    },
  ]
}

/** A screen whose code is fetched when somebody goes there. */
function screenAt(path: string, code: LazyModule<ComponentType>) {
  return { path, HydrateFallback: Loading, lazy: lazyScreen(code) }
}
