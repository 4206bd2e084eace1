import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Client } from '#client/client.ts'
import { certificationOutbox } from '#decisions/outbox/certification-outbox.ts'
import type { Outbox } from '#decisions/outbox/outbox.ts'
import { PendingChanges, type PendingStatus } from '#decisions/pending-changes.ts'
import type { RowState } from '#decisions/row-states.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { isAnythingUnwritten } from '#decisions/outbox/unwritten.ts'
import { reviewKeys } from './review-keys.ts'
import { useClient } from '../provider.tsx'
import { certificationQuery } from './review.ts'
import { useOutbox } from '../session/use-outbox.ts'
import { useSession } from '../session/use-session.ts'

const byClient = new WeakMap<Client, Map<string, PendingChanges>>()

/**
 * The reader's changes of a certification: `decide`, `undo`, and what becomes of them. The same for every caller, and
 * they go on being sent after the page is left. The window asks before it closes only on what the device does not have.
 */
export function useDecisions(certification_id: string, store: RowStore): PendingChanges {
  const client = useClient()
  const cache = useQueryClient()
  const outbox = useOutbox(useSession())
  const pending = pendingChangesOf({ client, cache, outbox }, certification_id, store)
  useEffect(() => pending.attach(store), [pending, store])
  useEffect(
    () =>
      pending.onSaved((id) => {
        const queryKey = reviewKeys.row(certification_id, id)
        // A first reading that began before the change would else be waited for, and be the last.
        void cache.cancelQueries({ queryKey }).then(() => cache.invalidateQueries({ queryKey }))
      }),
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

/** How many changes are unsent and how safe they are, and which rows wait for the reader. */
export function usePendingStatus(pending: PendingChanges): PendingStatus {
  return useSyncExternalStore(pending.watch, pending.getStatus)
}

type Page = { readonly client: Client; readonly cache: QueryClient; readonly outbox: Outbox }

function pendingChangesOf(
  { client, cache, outbox }: Page,
  certification_id: string,
  store: RowStore,
): PendingChanges {
  const those = byClient.get(client) ?? new Map<string, PendingChanges>()
  byClient.set(client, those)
  const known = those.get(certification_id)
  if (known) return known
  const due = () => {
    const read = cache.getQueryData(certificationQuery(client, certification_id).queryKey)
    return read?.due_date ? Date.parse(read.due_date) : undefined
  }
  const pending = new PendingChanges(store, certificationOutbox(outbox, certification_id), due)
  those.set(certification_id, pending)
  // From the first change on and for good: to take it away and back is a message to another process for each decision.
  pending.watch(() => addEventListener('beforeunload', askFirst))
  return pending
}

function askFirst(event: Event): void {
  if (isAnythingUnwritten()) event.preventDefault()
}
