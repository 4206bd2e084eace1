import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Account } from '#contract/session/session.ts'

/** A session that was just started. Its token is kept nowhere else. */
export type StartedSession = { readonly token: string; readonly actor: Actor; readonly expires: Date }

/** Why a key lets nobody in. A key that is over says so only to whoever holds its secret. */
export type KeyProblem = 'malformed' | 'unknown' | 'expired' | 'revoked' | 'ownerless'

/** Who gets a session without signing in, and keeps one: whoever sits at this machine, as themselves or as an account. */
export type Entrance = {
  readonly local: boolean
  /** The accounts of the demonstration, where there are any. */
  readonly accounts: boolean
}

/** Who the server knows: sessions of the page and keys of machines. `store/people.ts` implements it. */
export type People = {
  /**
   * Starts a session of the local auditor, or of an account of the demonstration, in place of the one whose token is
   * given. Undefined when there is no such account.
   */
  startSession(
    account: UserKey | undefined,
    replaced: string | undefined,
  ): Promise<StartedSession | undefined>
  /** The person of a session token with their present roles; undefined when it is unknown or over, or they have none. */
  findSession(token: string): Promise<Actor | undefined>
  endSession(token: string): Promise<void>
  /** The accounts of the demonstration, by name. */
  listAccounts(): Promise<readonly Account[]>
  /** The owner of an API key, with their present roles and the scopes of the key, or why there is none. */
  findKey(text: string): Promise<Actor | KeyProblem>
}
