/** What a tab holds of changes that the server has not confirmed. */
type Held = {
  readonly unsent: number
  /** How many of them are on the device too; the others are in the memory of the tab alone. */
  readonly stored: number
}

/** Who holds changes that are not confirmed. */
const held = new Map<object, Held>()
const waiting = new Set<() => void>()

/** Reports how many changes of an outbox are unsent, and how many of those are on the device. */
export function reportUnsent(owner: object, now: Held): void {
  if (now.unsent > 0) held.set(owner, now)
  else held.delete(owner)
  if (isAnythingUnwritten()) return
  for (const act of waiting) {
    waiting.delete(act)
    act()
  }
}

/** Whether any change is unconfirmed. */
export function isAnythingUnsent(): boolean {
  return held.size > 0
}

/** Whether a change is in this tab's memory alone and would be lost with it. */
export function isAnythingUnwritten(): boolean {
  return [...held.values()].some(({ unsent, stored }) => unsent > stored)
}

/** Runs `act`, which leaves the page, as soon as no change would be lost by it. */
export function whenWritten(act: () => void): void {
  if (isAnythingUnwritten()) waiting.add(act)
  else act()
}
