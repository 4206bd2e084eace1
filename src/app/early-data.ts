/**
 * What the early script (early-request.ts) has already asked the server for while the page's own code was still on its
 * way. The page's client takes it instead of asking again.
 */
export type EarlyData = {
  /** The opening of a session, or of none where there should be one already. Never rejects. */
  readonly session: Promise<unknown>
  /** The first rows of a plain address by the paths that the client asks for them with, until somebody takes them. */
  readonly pages: Map<string, Promise<Response>>
  /** When it began to ask, by the device's clock, in milliseconds since 1970. */
  readonly askedAt: number
  /** The token of a one-time link, which the address had in its fragment and has no more. */
  token?: string
}

declare global {
  var countersignEarly: EarlyData | undefined
}

/** Where this browser keeps the theme that its reader has chosen: `light` or `dark`, nothing for the system's. */
export const themeKey = 'countersign.theme'

/** Where this browser keeps what it remembers of its session; session-hint.ts says what. */
export const sessionHint = 'countersign.session'
