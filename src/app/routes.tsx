import type { QueryClient } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import { replace } from 'react-router'
import type { Client } from '#client/client.ts'
import { eventPattern, workflowActionsPath } from '#features/activity/address.ts'
import { readSession } from '#queries/session.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Layout } from './layout.tsx'
import { loadWorkflowActions } from './load-workflow-actions.ts'
import { Loading } from './loading.tsx'

type Tools = { readonly client: Client; readonly cache: QueryClient }

/**
 * Every screen of the page. A screen's loader is here and asks the server for what the address shows, without waiting;
 * its component is fetched meanwhile.
 */
export function createRoutes({ client, cache }: Tools): RouteObject[] {
  const session = readSession(client, cache)
  const workflowActions: RouteObject = {
    path: workflowActionsPath,
    HydrateFallback: Loading,
    loader: ({ request }) => loadWorkflowActions(client, cache, new URL(request.url)),
    lazy: {
      Component: async () => (await import('./workflow-actions-screen.tsx')).WorkflowActionsScreen,
    },
    children: [
      {
        path: eventPattern,
        lazy: { Component: async () => (await import('./event-screen.tsx')).EventScreen },
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
          loader: () => replace(workflowActionsPath),
          Component: Loading,
          HydrateFallback: Loading,
        },
        { errorElement: <ErrorBoundary />, children: [workflowActions, notFound] },
      ],
    },
  ]
}
