import type { UserKey } from '#contract/people.ts'
import type { Actor, Role, SessionFacts } from '#contract/permissions.ts'
import type { ListedSession } from '#contract/session/sign-in.ts'
import type { AccountActor } from './account-log.ts'

/** A session that was just started. The database keeps a hash alone, so this is the only copy of its token. */
export type StartedSession = { readonly token: string; readonly actor: Actor; readonly expires: Date }

/** Where a request comes from, to tell sessions apart in a list. */
export type RequestOrigin = { readonly userAgent: string; readonly address: string }

/** What a new session is of. */
export type SessionStart = {
  readonly person: UserKey
  readonly method: SessionFacts['method']
  /** What is still to be proven: nothing (`complete`), the second factor, or one has to be set up first (`enrol`). */
  readonly stage: 'complete' | 'second-factor' | 'enrol'
  /** The token of the session that it takes the place of, which ends. */
  readonly replaced: string | undefined
  /** The same by its id, where its token is not at hand. */
  readonly replacedId?: string | undefined
  readonly from: RequestOrigin
  /** What the person has proven here, which has to be so still when the session begins. */
  readonly proven?: { readonly passwordHash: string } | { readonly passkey: string } | undefined
  /** When the person has proven who they are, where that was not just now. */
  readonly authenticatedAt?: Date
  /** The identity at the provider that it came by, with the token (sealed) that ends the session there too. */
  readonly provider?: {
    readonly issuer: string
    readonly subject: string
    readonly session: string | undefined
    readonly idToken: Buffer
    /** When the provider said so: nothing begins that it has ended since. */
    readonly made: Date
  }
}

/** A session in which something is still to be proven, so it lets nobody in. */
export type UnfinishedSession = {
  readonly id: string
  readonly person: UserKey
  readonly method: SessionFacts['method']
  readonly stage: 'second-factor' | 'enrol'
}

/** Sessions of people, kept on the server. `store/sign-in/sessions.ts` implements it. */
export type Sessions = {
  /**
   * Starts a session under a new token. Undefined for somebody without a role, or deactivated, and at a closed entrance.
   * Throws `Refused` SIGN_IN_OVER where what they have proven, or what they may, was changed meanwhile.
   */
  start(start: SessionStart): Promise<StartedSession | undefined>
  /**
   * The person of a session, with the roles that they have now; notes that it is used. Undefined for a token that is
   * unknown or over, for a session whose second factor is not proven, and for somebody without roles. `isUse`: whether the
   * person does something, and not a page by itself.
   */
  find(token: string, isUse: boolean): Promise<Actor | undefined>
  /** The session of a token in which something is still to be proven; undefined for any other. */
  findUnfinished(token: string): Promise<UnfinishedSession | undefined>
  end(token: string): Promise<void>
  /**
   * Gives a session a new token once its person has proven who they are (again): what was still to be proven is, and their
   * proof is fresh. The old token is worth nothing. Undefined for a session that is over, or whose person has no access.
   */
  prove(token: string, proof: Proof): Promise<StartedSession | undefined>
  /** The sessions of a person that are not over, the newest first. */
  list(person: UserKey): Promise<readonly ListedSession[]>
  /** Ends a session of a person by its id; false where there is none. */
  endOne(person: UserKey, id: string, by: AccountActor): Promise<boolean>
  /** Ends all sessions of a person but that of the id `except`. Returns how many. */
  endAll(person: UserKey, by: AccountActor, except?: string): Promise<number>
}

/** What a person has proven: by a passkey alone, by a second factor, or by their password, which is enough for some. */
export type Proof = { readonly by: 'password' | 'code' | 'passkey' }

/**
 * After how long without use a session is over: an hour for those who are reviewers alone, half of one for all others. What a
 * page asks by itself is no use.
 */
export function idleMsOf(roles: readonly Role[]): number {
  return (roles.every((role) => role === 'reviewer') ? 60 : 30) * 60_000
}
