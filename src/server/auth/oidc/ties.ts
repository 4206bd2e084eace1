import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'

/** Somebody whom the provider has named, as far as the directory is asked about them. */
export type ClaimedIdentity = {
  readonly issuer: string
  readonly subject: string
  /** What the claim says that equals the id of a person; undefined where it says nothing. */
  readonly id: string | undefined
  /** An email by which they may be tied too; undefined where it is not verified, or no admin has switched that on. */
  readonly email: string | undefined
  /** The roles that their claims stand for; undefined where claims do not decide. */
  readonly roles: readonly Role[] | undefined
}

/** The person who belongs to an identity; or why nobody gets in, with what an admin finds it by in the account log. */
export type Admission =
  | { readonly person: UserKey }
  | { readonly refused: 'NO_ACCESS' | 'NO_ROLES'; readonly reference: string }

/** Which person belongs to which identity of the provider. `store/sign-in/provider/ties.ts` implements it. */
export type Ties = {
  /**
   * The person of an identity: tied before, or tied now and for good. Claims that decide give the person their roles. All of
   * it is logged.
   */
  admit(identity: ClaimedIdentity): Promise<Admission>
}
