/** A reason not to start that a person can act on: its message is complete and holds no secret. */
export class StartError extends Error {
  override name = 'StartError'
}

/** Returns the system's code (`ENOENT`, …) or PostgreSQL's SQLSTATE of an unknown error, '' without one. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Returns the message of an unknown error. */
export function messageOf(error: unknown): string {
  // A host with several addresses that all refuse gives an error without a message.
  return error instanceof Error ? error.message || codeOf(error) || error.name : String(error)
}

/** What the store tells the operator; the server's logger fits. Messages hold no secret and no query text. */
export interface StoreLog {
  info(message: string): void
  warn(message: string): void
}
