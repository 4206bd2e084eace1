const firstWaitMs = 250
const maxWaitMs = 30_000

/**
 * How long to wait before trying again after so many tries that failed, in milliseconds: anything up to 0.25 s · 2^n, at
 * most 30 s. `random` is between 0 and 1 and spreads those who try again at the same time.
 */
export function backoffMs(tries: number, random: number): number {
  return random * Math.min(maxWaitMs, firstWaitMs * 2 ** tries)
}

/** What a promise resolves to; rejects when it has not settled after so many milliseconds. */
export function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
