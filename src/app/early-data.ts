/**
 * What the early script (early.ts) has already asked the server for while the page's own code was still on its way.
 * The page's client takes it instead of asking again.
 */
export type EarlyData = {
  /** The opening of a session, or of none where there should be one already. Never rejects. */
  readonly session: Promise<unknown>
  /** The first rows of a plain address by the paths that the client asks for them with, until somebody takes them. */
  readonly pages: Map<string, Promise<Response>>
}

declare global {
  var countersignEarly: EarlyData | undefined
}

/** The request of page 1 of the usual list, exactly as the client makes it (a test compares them). */
export const firstPagePath = '/api/private/lifecycle_management/action_events?order_by=started_at+desc'

/** The request of who the caller is. */
export const sessionPath = '/app/v1/session'

/** What comes before and after the id of a certification in the requests of its plain list, as the client makes them. */
export const positionsBefore = '/app/v1/certifications/'
export const positionsAfter = '/positions?order_by=result_id+asc'
export const contextAfter = '/context'
export const resultsBefore = '/api/preview/awf/certifications/'
export const resultsAfter = '/results?order_by=result_id+asc&page_token=0&page_size=50'

/** Where this browser keeps the theme that its reader has chosen: `light` or `dark`, nothing for the system's. */
export const themeKey = 'countersign.theme'

/** Where this browser keeps what it remembers of its session; session-hint.ts says what. */
export const sessionHint = 'countersign.session'
