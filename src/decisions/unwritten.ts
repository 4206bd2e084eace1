/** Who holds changes that are in this tab's memory alone, and how many. */
const held = new Map<object, number>()
const waiting = new Set<() => void>()

/** Says how many changes of an owner would be lost if the page were left now. */
export function reportUnwritten(owner: object, count: number): void {
  if (count > 0) held.set(owner, count)
  else held.delete(owner)
  if (held.size > 0) return
  for (const act of waiting) {
    waiting.delete(act)
    act()
  }
}

/** Whether leaving the page now would lose a change: the window asks then, and nothing loads it again by itself. */
export function isAnythingUnwritten(): boolean {
  return held.size > 0
}

/** Does something that leaves the page: at once where nothing would be lost, else as soon as nothing would. */
export function whenWritten(act: () => void): void {
  if (held.size === 0) act()
  else waiting.add(act)
}
