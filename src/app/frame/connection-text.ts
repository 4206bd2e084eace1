import type { ConnectionState } from '#queries/use-connection.ts'

/**
 * What the header says while the server is away: that it is, and how many changes are written to this device meanwhile.
 * Undefined while it answers.
 */
export function connectionText(state: ConnectionState, stored: number): string | undefined {
  if (state === 'connected') return undefined
  const away = state === 'server busy' ? 'The server is busy or restarting.' : 'Not connected.'
  if (stored === 0) return away
  const changes = stored === 1 ? '1 change is' : `${stored.toLocaleString('en')} changes are`
  return `${away} ${changes} safe on this device.`
}
