import type { Query, QueryClient } from '@tanstack/react-query'
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
    void readAgain(cache)
    retryLazyModules()
    void fetchLazyModules()
    if (router.state.errors) void router.revalidate()
  })
}

/**
 * Reads what failed, and what is being read again after a failure: its last try may have failed already, and the page not
 * know it yet. A list of many pages is read on where it stopped (use-action-events.ts), not from its start.
 */
async function readAgain(cache: QueryClient): Promise<void> {
  const predicate = ({ state: { status, fetchFailureCount, data } }: Query) =>
    (status === 'error' || fetchFailureCount > 0) && !('pages' in Object(data))
  const failing = cache.getQueryCache().findAll({ type: 'active', predicate })
  // What is read for the first time would else go on with its last try.
  await Promise.all(failing.map((query) => query.cancel({ revert: true })))
  await Promise.allSettled(failing.map((query) => query.fetch()))
}
