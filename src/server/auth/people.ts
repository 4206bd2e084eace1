import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Account } from '#contract/session/session.ts'
import type { EntranceState } from './entrance.ts'
import type { RequestOrigin, StartedSession } from './sessions.ts'

/**
 * Why an API key is not accepted. `expired`, `revoked` and `ownerless` are told only to whoever sends the right
 * secret.
 */
export type KeyProblem = 'malformed' | 'mistyped' | 'unknown' | 'expired' | 'revoked' | 'ownerless'

/**
 * Who gets a session without signing in: whoever sits at this machine, as the local auditor (`local`) or as an
 * account of the demonstration (`accounts`).
 */
export type Entrance = {
  readonly local: boolean
  /** The accounts of the demonstration, where there are any. */
  readonly accounts: boolean
}

/** The people whom the server knows, their sessions and API keys. `store/people.ts` implements it. */
export type People = EntranceState & {
  /**
   * Starts a session for an account of the demonstration, or for the local auditor where none is named, and ends the
   * one with the token `replaced`. Undefined where there is no such account, or the entrance is closed.
   */
  startSession(
    account: UserKey | undefined,
    replaced: string | undefined,
    from: RequestOrigin,
  ): Promise<StartedSession | undefined>
  /**
   * The person of a session, with the roles that they have now. Undefined for a token that is unknown or over, and
   * for somebody without roles. `isUse`: whether the person does something, and not a page by itself.
   */
  findSession(token: string, isUse: boolean): Promise<Actor | undefined>
  endSession(token: string): Promise<void>
  /** The accounts of the demonstration, ordered by name. */
  listAccounts(): Promise<readonly Account[]>
  /**
   * The owner of an API key, with the roles that they have now and the scopes of the key; or why it is not accepted.
   */
  findKey(text: string): Promise<Actor | KeyProblem>
}
