const firstWaitMs = 250
const maxWaitMs = 30_000

/**
 * How long to wait after `tries` failures, in milliseconds: up to 0.25 s · 2^tries, at most 30 s. `random` (0 to 1)
 * spreads clients that failed at the same time.
 */
export function backoffMs(tries: number, random: number): number {
  return random * Math.min(maxWaitMs, firstWaitMs * 2 ** tries)
}

/** Resolves as `promise` does; rejects when that takes longer than `ms` milliseconds. */
export function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
