import { firstPagePath } from './early-data.ts'

/**
 * A `fetch` that waits for the session that the early script is opening and hands out the page of rows that it has
 * asked for, once. Where there is no early script, as in tests, nothing is waited for.
 */
export function earlyFetch(): typeof fetch {
  globalThis.countersignEarly ??= { session: Promise.resolve(), page: undefined }
  const early = globalThis.countersignEarly
  return async (input, init) => {
    await early.session
    const { page } = early
    if (page === undefined || input !== firstPagePath) return fetch(input, init)
    early.page = undefined
    return page
  }
}
