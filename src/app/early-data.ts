/**
 * What the early script (early.ts) has already asked the server for while the page's own code was still on its way.
 * The page's client takes it instead of asking again.
 */
export type EarlyData = {
  /** The opening of a session, or of none where there should be one already. Never rejects. */
  readonly session: Promise<unknown>
  /** Page 1 of the usual list, until somebody takes it. */
  page: Promise<Response> | undefined
}

declare global {
  var countersignEarly: EarlyData | undefined
}

/** The request of page 1 of the usual list, exactly as the client makes it (early-data.test.ts compares them). */
export const firstPagePath = '/api/private/lifecycle_management/action_events?order_by=started_at+desc'

/** Where the browser remembers that it was given a session, which the page itself cannot see. */
export const sessionHint = 'countersign.session'

/** The headers of a request that this page makes. */
export const pageHeaders = { Accept: 'application/json', 'X-Requested-With': 'countersign' } as const
