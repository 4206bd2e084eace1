import { firstPagePath } from './early-data.ts'

/**
 * A `fetch` that waits for the session that the early script is opening and hands out the page of rows that it has
 * asked for, once. Where the early script has not run yet it never will.
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
