import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { Refused } from '../refused.ts'
import type { OpenLink } from './one-time-links.ts'

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
  ): Promise<UserKey>
  /** Uses a password's link up; all sessions of its person end. Throws `Refused` NotFound for one that no longer works. */
  setPassword(token: string, passwordHash: string): Promise<UserKey>
}

/** The refusal of a link that does not work any more. */
export function linkOver(): Refused {
  return new Refused({
    code: 'NotFound',
    reason: 'LINK_OVER',
    message: 'This link does not work any more: it was used, or its time has passed.',
    resolution:
      'Get another one: from an admin, or on the server by npm run users -- reset (for the first admin: set-up-link).',
  })
}
