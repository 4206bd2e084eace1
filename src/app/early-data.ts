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

// The bundler writes these into both scripts. A chunk that they share would hold the early script up, so no code here.

/** The request of page 1 of the usual list, exactly as the client makes it (a test compares them). */
export const firstPagePath = '/api/private/lifecycle_management/action_events?order_by=started_at+desc'

/** Where this browser keeps the theme that its reader has chosen: `light` or `dark`, nothing for the system's. */
export const themeKey = 'countersign.theme'
