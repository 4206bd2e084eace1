import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { networkError } from '#client/api-error.ts'
import type { Client, Preconditions } from '#client/client.ts'
import { reviewRoutes } from '#contract/review-calls.ts'
import { afterPaint } from './after-paint.ts'
import { DecisionDesk, type DeskStatus } from '#decisions/pending-changes.ts'
import { historyKeys } from './history.ts'
import { useClient } from './provider.tsx'
import type { RowChange } from '#decisions/row-change.ts'
import type { RowState } from '#decisions/row-states.ts'
import type { RowStore } from '#decisions/row-store.ts'

const patienceMs = 10_000

const desks = new WeakMap<Client, Map<string, DecisionDesk>>()

/**
 * The reader's changes of a certification: `decide`, `undo`, and what becomes of them. The same for every caller, and
 * it goes on sending after the page is left; the browser asks before the window closes on unsent changes.
 */
export function useDecisions(certification_id: string, store: RowStore): DecisionDesk {
  const client = useClient()
  const cache = useQueryClient()
  const desk = deskOf(client, certification_id, store)
  useEffect(() => desk.attach(store), [desk, store])
  useEffect(
    () =>
      desk.onSaved((id) => void cache.invalidateQueries({ queryKey: historyKeys.row(certification_id, id) })),
    [desk, cache, certification_id],
  )
  return desk
}

/** What is being done about a row on this device, undefined when nothing is. Renders again when that changes. */
export function useRowState(desk: DecisionDesk, id: number): RowState | undefined {
  return useSyncExternalStore(
    (fn) => desk.states.subscribe(id, fn),
    () => desk.states.get(id),
  )
}

/** How many changes are unsent, which rows wait for the reader, and whether the server is away. */
export function useDeskStatus(desk: DecisionDesk): DeskStatus {
  return useSyncExternalStore(desk.watch, desk.getStatus)
}

function deskOf(client: Client, certification_id: string, store: RowStore): DecisionDesk {
  const known = desks.get(client) ?? new Map<string, DecisionDesk>()
  desks.set(client, known)
  const desk = known.get(certification_id) ?? newDesk(client, certification_id, store)
  known.set(certification_id, desk)
  return desk
}

function newDesk(client: Client, certification_id: string, store: RowStore): DecisionDesk {
  const desk = new DecisionDesk(store, { send: sender(client, certification_id) })
  const askFirst = (event: Event) => {
    if (desk.getStatus().unsent > 0) event.preventDefault()
  }
  // From the first change on and for good: to take it away and back is a message to another process for each decision.
  desk.watch(() => addEventListener('beforeunload', askFirst))
  return desk
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
