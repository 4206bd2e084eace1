import type { QueryClient } from '@tanstack/react-query'
import type { DataRouter } from 'react-router'
import type { Connection } from '#client/connection.ts'
import { fetchLazyModules, retryLazyModules } from '#ui/idle-fetch.ts'

type Tools = {
  readonly connection: Connection
  readonly cache: QueryClient
  readonly router: Pick<DataRouter, 'state' | 'revalidate'>
}

/**
 * Has the connection look when the browser believes that something has changed, and when the server answers again, asks
 * anew for everything that failed meanwhile: rows, counts, code, and the screen of an address.
 */
export function comeBack({ connection, cache, router }: Tools): void {
  const look = () => connection.setOnLine(navigator.onLine)
  addEventListener('offline', look)
  addEventListener('online', look)
  connection.onBack(() => {
    void cache.refetchQueries({
      type: 'active',
      // A list of many pages is read on where it stopped (use-action-events.ts), not from its start.
      predicate: ({ state }) => state.status === 'error' && !isPaged(state.data),
    })
    retryLazyModules()
    void fetchLazyModules()
    if (router.state.errors) void router.revalidate()
  })
}

function isPaged(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data
}
