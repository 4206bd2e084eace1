/**
 * A `fetch` that waits for the session that the early script is opening and hands out what it has asked for, each
 * once. Where there is no early script, as in tests, nothing is waited for.
 */
export function earlyFetch(): typeof fetch {
  globalThis.countersignEarly ??= { session: Promise.resolve(), pages: new Map() }
  const { session, pages } = globalThis.countersignEarly
  return async (input, init) => {
    await session
    // The client asks by text only.
    const path = typeof input === 'string' ? input : ''
    const page = pages.get(path)
    pages.delete(path)
    return page ?? fetch(input, init)
  }
}
