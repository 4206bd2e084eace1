import { randomInt } from 'node:crypto'
import type { UserKey } from '#contract/people.ts'

/** What was done to an account. Names stay for good: the log keeps them. */
export type AccountAction =
  | 'SIGN_IN'
  | 'SIGN_IN_REFUSED'
  | 'SECOND_FACTOR_FAILED'
  | 'IDENTITY_CONFIRMED'
  | 'IDENTITY_NOT_CONFIRMED'
  | 'SIGN_OUT'
  | 'SESSIONS_ENDED'
  | 'PASSWORD_SET'
  | 'PASSWORD_CHANGED'
  | 'TOTP_ADDED'
  | 'TOTP_REMOVED'
  | 'RECOVERY_CODES_MADE'
  | 'RECOVERY_CODE_USED'
  | 'PASSKEY_ADDED'
  | 'PASSKEY_REMOVED'
  | 'SECOND_FACTORS_RESET'
  | 'LINK_MADE'
  | 'LINK_USED'
  | 'ENTRANCE_CLOSED'
  | 'PERSON_ADDED'
  | 'PERSON_CHANGED'
  | 'PERSON_DEACTIVATED'
  | 'PERSON_ACTIVATED'
  | 'ROLES_SET'
  | 'KEY_MADE'
  | 'KEY_REVOKED'
  | 'IDENTITY_TIED'
  | 'IDENTITY_UNTIED'
  | 'PROVIDER_SIGN_OUT'
  | 'DIRECTORY_IMPORTED'

/** Who did something: the `id` of an actor (`user:…`, `key:…`), or what did it without being anybody. */
export type AccountActor = { readonly id: string } | 'terminal' | 'server' | 'nobody' | 'provider'

/** The append-only log of what was done to accounts, and of who signed in. `store/sign-in/account-log.ts` implements it. */
export type AccountLog = {
  /**
   * Records one thing that was done to a person (or to none). `detail` never holds a secret, nor what somebody typed. A
   * store records it in the transaction of the change itself.
   */
  record(
    action: AccountAction,
    actor: AccountActor,
    person: UserKey | undefined,
    detail?: Readonly<Record<string, unknown>>,
  ): Promise<void>
}

/** Letters and digits that are not mistaken for one another. */
const plain = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A new reference, which stands in an entry and is told to whoever is refused, so that an admin finds the one by the other. */
export function newReference(): string {
  return Array.from({ length: 8 }, () => plain[randomInt(plain.length)]).join('')
}
