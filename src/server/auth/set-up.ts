import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { OpenLink } from './one-time-links.ts'
import type { Factors } from './stages.ts'

/** Somebody who has just set a password, and what their sign-in still takes. */
export type PasswordSetter = {
  readonly person: UserKey
  readonly roles: readonly Role[]
  readonly factors: Factors & { readonly recoveryCodes: boolean }
}

/** What one-time links do: they make the first admin, and set passwords. `store/sign-in/set-up.ts` implements it. */
export type SetUp = {
  /** What a link that still works is for, with the person whose password it sets. */
  findLink(token: string): Promise<(OpenLink & { readonly user: WorkflowUser | undefined }) | undefined>
  /**
   * Uses a set-up link up: makes the first admin, with a password, and closes the open entrance. Throws `Refused`: NotFound
   * (reason LINK_OVER) for a link that no longer works, FailedPrecondition (reason ADMIN_EXISTS) where there is an admin who
   * can sign in, InvalidArgument for an email that several people have.
   */
  makeFirstAdmin(
    token: string,
    admin: { readonly email: string; readonly name: string; readonly passwordHash: string },
  ): Promise<PasswordSetter>
  /** Uses a password's link up; all sessions of its person end. Throws `Refused` NotFound for one that no longer works. */
  setPassword(token: string, passwordHash: string): Promise<PasswordSetter>
}
