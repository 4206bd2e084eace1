import type { LogoutToken } from './logout-token.ts'

/** Sessions of ours that began at the provider. `store/sign-in/provider/sessions.ts` implements it. */
export type ProviderSessions = {
  /** Seals the token that ends a session at the provider, to be kept with ours. */
  sealIdToken(idToken: string, subject: string): Buffer
  /** The token of the session with this token of ours; undefined for any that did not begin there. */
  idTokenOf(token: string): Promise<string | undefined>
  /**
   * Ends what a logout token names: one session there, or all of a subject; it is logged. False for a token that was used
   * before, which ends nothing.
   */
  endBy(token: LogoutToken): Promise<boolean>
}
