/** What a tab holds of changes that the server has not confirmed. */
type Held = {
  readonly unsent: number
  /** How many of them are on the device too; the others are in the memory of the tab alone. */
  readonly stored: number
}

/** Who holds changes that are not confirmed. */
const held = new Map<object, Held>()
const waiting = new Set<() => void>()

/** Says how many changes of an owner are not confirmed, and how many of those would survive the page. */
export function reportUnsent(owner: object, now: Held): void {
  if (now.unsent > 0) held.set(owner, now)
  else held.delete(owner)
  if (isAnythingUnwritten()) return
  for (const act of waiting) {
    waiting.delete(act)
    act()
  }
}

/** Whether a change that this tab knows of is not confirmed by the server yet. */
export function isAnythingUnsent(): boolean {
  return held.size > 0
}

/** Whether leaving the page now would lose a change: the window asks then, and nothing loads it again by itself. */
export function isAnythingUnwritten(): boolean {
  return [...held.values()].some(({ unsent, stored }) => unsent > stored)
}

/** Does something that leaves the page: at once where nothing would be lost, else as soon as nothing would. */
export function whenWritten(act: () => void): void {
  if (isAnythingUnwritten()) waiting.add(act)
  else act()
}
