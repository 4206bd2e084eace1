import type { ServerClock } from '#client/server-clock.ts'

/**
 * A `fetch` that waits for the session that the early script is opening and hands out what it has asked for, each
 * once; the clock learns from all answers. Where there is no early script, as in tests, nothing is waited for.
 */
export function earlyFetch(clock: ServerClock): typeof fetch {
  globalThis.countersignEarly ??= { session: Promise.resolve(), pages: new Map(), askedAt: Date.now() }
  const { session, pages, askedAt } = globalThis.countersignEarly
  const ask = clock.wrapFetch(fetch)
  return async (input, init) => {
    await session
    // The client asks by text only.
    const path = typeof input === 'string' ? input : ''
    const page = pages.get(path)
    pages.delete(path)
    if (!page) return ask(input, init)
    const response = await page
    clock.onAnswer(response, askedAt)
    return response
  }
}
