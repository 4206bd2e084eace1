import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { ConnectionState } from '#client/connection.ts'
import { useConnection } from './provider.tsx'

export type { ConnectionState } from '#client/connection.ts'

/** How the page stands with its server. Renders again when that changes. */
export function useConnectionState(): ConnectionState {
  const { subscribe, getState } = useConnection()
  return useSyncExternalStore(subscribe, getState)
}

/** Calls `fn` whenever the server answers again after it did not. */
export function useOnConnectionBack(fn: () => void): void {
  const connection = useConnection()
  const back = useEffectEvent(fn)
  useEffect(() => connection.onBack(() => back()), [connection])
}
