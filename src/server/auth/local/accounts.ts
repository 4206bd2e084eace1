import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { Role, SessionFacts } from '#contract/permissions.ts'

/** A person and what they can sign in with here. */
export type LocalAccount = {
  readonly person: WorkflowUser
  readonly roles: readonly Role[]
  readonly passwordHash: string | undefined
  readonly totp: boolean
  /** How many recovery codes are left. */
  readonly recoveryCodes: number
  readonly passkeys: number
}

/** A passkey as it is kept: what it is verified by, and what its owner is shown. */
export type StoredPasskey = {
  readonly id: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: readonly string[]
}
export type ListedPasskey = {
  readonly id: string
  readonly name: string
  readonly created_at: string
  readonly last_used_at: string | null
}

/**
 * The session in which somebody sets a second factor up. One that lets them do nothing else sets up the first alone: calls of
 * it throw `Refused` FailedPrecondition (reason SIGN_IN_OVER) once there is one, and those of a session that has ended too.
 */
export type SetUpIn = Pick<SessionFacts, 'id' | 'stage'>

/** A secret whose first code, that of `step`, has come; `codes` are to be its recovery codes. */
export type ConfirmedTotp = {
  readonly secret: string
  readonly step: number
  readonly codes: readonly string[]
}

/** Passwords and profiles of people who sign in here. `store/sign-in/accounts.ts` implements it. */
export type LocalAccounts = {
  /** The account with a password and this email; undefined where there is none, or where several have the email. */
  findByEmail(email: string): Promise<LocalAccount | undefined>
  /** An email as `findByEmail` compares it. */
  comparedEmail(email: string): Promise<string>
  find(person: UserKey): Promise<LocalAccount | undefined>
  /** Keeps the same password by another hash, unless it was changed meanwhile. */
  rehash(person: UserKey, old: string, rehashed: string): Promise<void>
  /**
   * Sets a password of the person's own choice; all their sessions but one end. False, and nothing is done, where the hash
   * that was proven is not theirs any more.
   */
  changePassword(
    person: UserKey,
    hashes: { readonly proven: string; readonly next: string },
    keptSession: string,
  ): Promise<boolean>
  findTimeZone(person: UserKey): Promise<string>
  setTimeZone(person: UserKey, timeZone: string): Promise<void>
}

/** Second factors of people who sign in here. `store/sign-in/second-factors.ts` implements it. */
export type SecondFactorStore = {
  /** Keeps a secret that does not count yet. */
  beginTotp(person: UserKey, secret: string, session: SetUpIn): Promise<void>
  /** The secret that does not count yet; undefined where none was begun. */
  findPendingTotp(person: UserKey): Promise<string | undefined>
  /**
   * Makes it count, and keeps the recovery codes where none are left, and tells. Other unfinished sessions of the person end
   * with their first factor. Throws `Refused` SIGN_IN_OVER where another secret was begun meanwhile.
   */
  confirmTotp(
    person: UserKey,
    totp: ConfirmedTotp,
    session: SetUpIn,
  ): Promise<{ readonly codesKept: boolean }>
  findTotp(person: UserKey): Promise<string | undefined>
  /** Uses the code of a step up; false where it, or a later one, was used before. */
  spendTotpStep(person: UserKey, step: number): Promise<boolean>
  spendRecoveryCode(person: UserKey, code: string): Promise<boolean>
  /** Keeps these in place of all others. Throws `Refused` FailedPrecondition for somebody without a second factor. */
  replaceRecoveryCodes(person: UserKey, codes: readonly string[]): Promise<void>
  /** Throws `Refused` FailedPrecondition for the last second factor of somebody whose roles take one; NotFound for none. */
  removeTotp(person: UserKey): Promise<void>
  /** Throws as `removeTotp` does. */
  removePasskey(person: UserKey, id: string): Promise<void>
  listPasskeys(person: UserKey): Promise<readonly ListedPasskey[]>
}

/** A passkey just made, and the recovery codes that come with the first second factor of its owner. */
export type NewPasskey = {
  readonly passkey: StoredPasskey
  readonly name: string
  readonly codes: readonly string[]
}

/** Passkeys and the challenges that they answer. `store/sign-in/passkeys.ts` implements it. */
export type PasskeyStore = {
  /** Keeps a challenge for some minutes: of a person, or of whoever answers it. */
  keepChallenge(challenge: string, person: UserKey | undefined): Promise<void>
  /** Uses a challenge up: whom it was for (`anybody`, or a person); undefined where there is none of these any more. */
  takeChallenge(challenge: string): Promise<UserKey | 'anybody' | undefined>
  findPasskeys(person: UserKey): Promise<readonly StoredPasskey[]>
  findPasskey(id: string): Promise<{ readonly owner: UserKey; readonly passkey: StoredPasskey } | undefined>
  /** Keeps what the passkey has counted to; false where another use has counted further meanwhile. */
  countPasskey(id: string, from: number, to: number): Promise<boolean>
  /**
   * Keeps it, and the codes where its owner has none left. Other unfinished sessions of the person end with their first
   * factor. Throws `Refused` FailedPrecondition where there are too many, or where it is there already.
   */
  addPasskey(person: UserKey, made: NewPasskey, session: SetUpIn): Promise<{ readonly codesKept: boolean }>
}
