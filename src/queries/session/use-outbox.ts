import { useEffect, useSyncExternalStore } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { Outbox } from '#decisions/outbox/outbox.ts'
import type { OutboxStatus } from '#decisions/outbox/outbox-status.ts'
import { outboxOf } from './outbox.ts'
import { useClient, useServerClock } from '../provider.tsx'

/**
 * The outbox of the page, begun for the person of the session: what an earlier visit has left on the device is sent too,
 * whichever screen is open. Nothing begins while the session is not known.
 */
export function useOutbox(session: Session | undefined): Outbox {
  const outbox = outboxOf(useClient(), useServerClock())
  useEffect(() => {
    if (session) void outbox.open(session.outbox)
  }, [outbox, session])
  return outbox
}

/**
 * How all unsent changes of the person stand, in every certification. Renders again a moment after that changes, and
 * once for changes that come together.
 */
export function useOutboxStatus(): OutboxStatus {
  const { status } = outboxOf(useClient(), useServerClock())
  return useSyncExternalStore(status.subscribe, status.get)
}
