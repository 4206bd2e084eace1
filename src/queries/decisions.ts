import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { networkError } from '#client/api-error.ts'
import type { Client, Preconditions } from '#client/client.ts'
import { reviewRoutes } from '#contract/review-calls.ts'
import { afterPaint } from './after-paint.ts'
import { PendingChanges, type PendingStatus } from '#decisions/pending-changes.ts'
import { historyKeys } from './history.ts'
import { useClient } from './provider.tsx'
import type { RowChange } from '#decisions/row-change.ts'
import type { RowState } from '#decisions/row-states.ts'
import type { RowStore } from '#decisions/row-store.ts'

const patienceMs = 10_000

const byClient = new WeakMap<Client, Map<string, PendingChanges>>()

/**
 * The reader's changes of a certification: `decide`, `undo`, and what becomes of them. The same for every caller, and
 * it goes on sending after the page is left; the browser asks before the window closes on unsent changes.
 */
export function useDecisions(certification_id: string, store: RowStore): PendingChanges {
  const client = useClient()
  const cache = useQueryClient()
  const pending = pendingChangesOf(client, certification_id, store)
  useEffect(() => pending.attach(store), [pending, store])
  useEffect(
    () =>
      pending.onSaved(
        (id) => void cache.invalidateQueries({ queryKey: historyKeys.row(certification_id, id) }),
      ),
    [pending, cache, certification_id],
  )
  return pending
}

/** What is being done about a row on this device, undefined when nothing is. Renders again when that changes. */
export function useRowState(pending: PendingChanges, id: number): RowState | undefined {
  return useSyncExternalStore(
    (fn) => pending.states.subscribe(id, fn),
    () => pending.states.get(id),
  )
}

/** How many changes are unsent, which rows wait for the reader, and whether the server is away. */
export function usePendingStatus(pending: PendingChanges): PendingStatus {
  return useSyncExternalStore(pending.watch, pending.getStatus)
}

function pendingChangesOf(client: Client, certification_id: string, store: RowStore): PendingChanges {
  const known = byClient.get(client) ?? new Map<string, PendingChanges>()
  byClient.set(client, known)
  const pending = known.get(certification_id) ?? newPendingChanges(client, certification_id, store)
  known.set(certification_id, pending)
  return pending
}

function newPendingChanges(client: Client, certification_id: string, store: RowStore): PendingChanges {
  const pending = new PendingChanges(store, { send: sender(client, certification_id) })
  const askFirst = (event: Event) => {
    if (pending.getStatus().unsent > 0) event.preventDefault()
  }
  // From the first change on and for good: to take it away and back is a message to another process for each decision.
  pending.watch(() => addEventListener('beforeunload', askFirst))
  return pending
}

function sender(client: Client, certification_id: string) {
  return async (result_id: number, change: RowChange, on: Preconditions): Promise<number | undefined> => {
    const { reviewers, ...rest } = change
    const value = { result_id, ...rest, ...(reviewers ? { reviewers: reviewers.map(keyOf) } : {}) }
    const input = { params: { certification_id }, body: { value } }
    // To start a request takes the browser a while, in which the row is to show what was decided.
    await afterPaint()
    try {
      const signal = AbortSignal.timeout(patienceMs)
      return (await client.change(reviewRoutes.updateResult, input, on, signal)).version
    } catch (error) {
      if (error instanceof DOMException) throw networkError()
      throw error
    }
  }
}

const keyOf = ({ user_type, id }: { user_type: string; id: string }) => ({ user_type, id })
