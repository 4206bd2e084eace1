import type { QueryClient } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import { replace } from 'react-router'
import type { Client } from '#client/client.ts'
import { eventPattern, workflowActionsPath } from '#features/activity/address.ts'
import { reviewsPath } from '#features/reviews/address.ts'
import { reviewPattern, rowPattern } from '#features/review/address.ts'
import { readSession } from '#queries/session.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Layout } from './layout.tsx'
import { loadWorkflowActions } from './load-workflow-actions.ts'
import { Loading } from './loading.tsx'
import { isOnlyReviewer, isSignedOut, signInPath } from './session-hint.ts'

type Tools = { readonly client: Client; readonly cache: QueryClient }

/**
 * Every screen of the page. A screen's loader is here and asks the server for what the address shows, without waiting;
 * its component is fetched meanwhile.
 */
export function createRoutes({ client, cache }: Tools): RouteObject[] {
  const session = isSignedOut() ? Promise.resolve(undefined) : readSession(client, cache)
  const workflowActions: RouteObject = {
    path: workflowActionsPath,
    HydrateFallback: Loading,
    loader: ({ request }) =>
      isOnlyReviewer() ? null : loadWorkflowActions(client, cache, new URL(request.url)),
    lazy: {
      Component: async () =>
        isOnlyReviewer()
          ? (await import('./not-for-you.tsx')).NotForYou
          : (await import('./workflow-actions-screen.tsx')).WorkflowActionsScreen,
    },
    children: [
      {
        path: eventPattern,
        lazy: { Component: async () => (await import('./event-screen.tsx')).EventScreen },
      },
    ],
  }
  const reviews: RouteObject = {
    path: reviewsPath,
    HydrateFallback: Loading,
    lazy: { Component: async () => (await import('./reviews-screen.tsx')).ReviewsScreen },
  }
  const signIn: RouteObject = {
    path: signInPath,
    HydrateFallback: Loading,
    lazy: { Component: async () => (await import('./sign-in-screen.tsx')).SignInScreen },
  }
  const review: RouteObject = {
    path: reviewPattern,
    HydrateFallback: Loading,
    lazy: {
      // Fetched with the screen: the calls of reviews are more than the entry has room for. The early request asks for
      // the first rows meanwhile.
      loader: async () => {
        const { loadReview } = await import('./load-review.ts')
        return ({ request }: { request: Request }) => loadReview(client, cache, new URL(request.url))
      },
      Component: async () => (await import('./review-screen.tsx')).ReviewScreen,
    },
    children: [
      {
        path: rowPattern,
        lazy: { Component: async () => (await import('./row-screen.tsx')).RowScreen },
      },
    ],
  }
  const notFound: RouteObject = {
    path: '*',
    HydrateFallback: Loading,
    lazy: { Component: async () => (await import('./not-found.tsx')).NotFound },
  }
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
        { errorElement: <ErrorBoundary />, children: [workflowActions, reviews, review, signIn, notFound] },
      ],
    },
  ]
}
