/** Numbers that put the changes of a person in order, across tabs and visits. */
export type OrderNumbers = {
  /** The number of what is pressed now; `now` is the time in milliseconds since 1970. */
  readonly next: (now: number) => number
  /** Takes note of a number that was given before: what comes now comes after it, whatever the clock says. */
  readonly saw: (n: number) => void
}

/** Starts a new series. */
export function createOrderNumbers(): OrderNumbers {
  let last = 0
  return {
    next(now) {
      // Millionths of a second, so that presses within one millisecond have room.
      last = Math.max(last + 1, Math.floor(now * 1000))
      return last
    },
    saw(n) {
      last = Math.max(last, n)
    },
  }
}
