import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { Refused } from '../refused.ts'
import type { LinkPurpose, OpenLink } from './one-time-links.ts'

/** What one-time links do: they make the first admin, and set passwords. `store/sign-in/set-up.ts` implements it. */
export type SetUp = {
  /**
   * What a link that still works is for, with the person whose password it sets. Throws `Refused` NotFound (`LinkProblem`) for
   * another one, FailedPrecondition (reason ADMIN_EXISTS) for a set-up link where there is an admin who can sign in.
   */
  findLink(token: string): Promise<OpenLink & { readonly user: WorkflowUser | undefined }>
  /**
   * Uses a set-up link up, from an address: makes the first admin, with a password, and closes the open entrance. Throws `Refused`: NotFound
   * (`LinkProblem`) for a link that does not work, FailedPrecondition (reason ADMIN_EXISTS) where there is an admin who
   * can sign in, InvalidArgument for an email that several people have.
   */
  makeFirstAdmin(
    token: string,
    admin: { readonly email: string; readonly name: string; readonly passwordHash: string },
    address: string,
  ): Promise<UserKey>
  /** Uses a password's link up; all sessions of its person end. Throws `Refused` NotFound for one that does not work. */
  setPassword(token: string, passwordHash: string, address: string): Promise<UserKey>
}

/** Why a link does not work: whoever has it had the whole of it, so that this tells nobody else anything. */
export type LinkProblem = 'LINK_UNKNOWN' | 'LINK_USED' | 'LINK_EXPIRED'

const messages: Readonly<Record<LinkProblem, string>> = {
  LINK_UNKNOWN: 'There is no such link. It may have been cut off, or another one was made since.',
  LINK_USED: 'This link was used already. It works once.',
  LINK_EXPIRED: 'The time of this link has passed.',
}

const another: Readonly<Record<LinkPurpose, string>> = {
  'set-up': 'Make another one on the server: npm run users -- set-up-link',
  password: 'Ask an admin for another one, or make it on the server: npm run users -- reset --email EMAIL',
}

/** The refusal of a link that does not work; `purpose` where it is known. */
export function linkOver(reason: LinkProblem, purpose?: LinkPurpose): Refused {
  const resolution = purpose ? another[purpose] : `${another.password} (for the first admin: set-up-link)`
  return new Refused({ code: 'NotFound', reason, message: messages[reason], resolution })
}
