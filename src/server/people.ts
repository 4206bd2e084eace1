import type { Actor } from '#contract/permissions.ts'

/** Who the server knows: sessions of the page and keys of machines. `store/people.ts` implements it. */
export type People = {
  /** Starts a session of the local auditor. Returns its token, which is kept nowhere else. */
  startSession(): Promise<{ token: string; actor: Actor; expires: Date }>
  /** The actor of a session token, or undefined when it is unknown or over. */
  findSession(token: string): Promise<Actor | undefined>
  /** The actor of an API key, or why there is none. A key that is over says so only to whoever holds its secret. */
  findKey(text: string): Promise<Actor | 'malformed' | 'unknown' | 'expired' | 'revoked'>
}
