import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { ConnectionState } from '#client/connection.ts'
import { useConnection } from './provider.tsx'

export type { ConnectionState } from '#client/connection.ts'

/** The state of the connection to the server. Renders again when it changes. */
export function useConnectionState(): ConnectionState {
  const { subscribe, getState } = useConnection()
  return useSyncExternalStore(subscribe, getState)
}

/** Calls `fn` when the server answers again after an outage. */
export function useOnConnectionBack(fn: () => void): void {
  const connection = useConnection()
  const back = useEffectEvent(fn)
  useEffect(() => connection.onBack(() => back()), [connection])
}
