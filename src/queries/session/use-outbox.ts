import { useEffect, useSyncExternalStore } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { Outbox } from '#decisions/outbox/outbox.ts'
import type { OutboxStatus } from '#decisions/outbox/outbox-status.ts'
import { outboxOf } from './outbox.ts'
import { useClient, useServerClock } from '../provider.tsx'

/**
 * The page's outbox, opened for the session's person: changes of earlier visits are sent too, whichever screen is open.
 */
export function useOutbox(session: Session | undefined): Outbox {
  const outbox = outboxOf(useClient(), useServerClock())
  useEffect(() => {
    if (session) void outbox.open(session.outbox)
  }, [outbox, session])
  return outbox
}

/**
 * How many changes of the person are unsent in all certifications. Renders shortly after it changes, once for several
 * changes.
 */
export function useOutboxStatus(): OutboxStatus {
  const { status } = outboxOf(useClient(), useServerClock())
  return useSyncExternalStore(status.subscribe, status.get)
}
