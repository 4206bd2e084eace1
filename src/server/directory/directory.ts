import type { UserKey } from '#contract/people.ts'
import type { Actor, Role } from '#contract/permissions.ts'
import type { AccountLogEntry, DirectoryChanges, DirectoryPerson } from '#contract/session/people-calls.ts'
import type { ListedSession } from '#contract/session/sign-in.ts'
import type { MadeLink } from '../auth/one-time-links.ts'
import type { PeopleOfFile } from './collect-people.ts'

/** Where a page of a list ends; opaque to who asks. */
export type Place = readonly string[]
type PageQuery = { readonly after: Place | undefined; readonly limit: number }
type Page<Row> = { readonly rows: readonly Row[]; readonly next: Place | undefined }

/** Which people are query for: every word of `search` stands in their name, email or id. */
export type DirectoryQuery = PageQuery & {
  readonly search: string | undefined
  readonly role: Role | undefined
}

/** Which entries of the account log are asked for: of one kind, about or by one person, with one reference. */
export type LogFilter = {
  readonly action: string | undefined
  readonly person: UserKey | undefined
  readonly reference: string | undefined
}

/** A person who is added; with a local account they get a link by which they set their password. */
export type NewPerson = UserKey & {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly hasLocalAccount: boolean
}

/** What somebody lost with their access. */
export type Deactivated = {
  readonly person: DirectoryPerson
  readonly sessions: number
  readonly keys: number
  readonly exports: number
}

/** A directory file, and the role of those who have none after it. */
export type DirectoryFile = PeopleOfFile & { readonly role: Role | undefined; readonly text: string }

/**
 * People as admins manage them. `store/directory/directory-store.ts` implements it: each change in one transaction with
 * its entries in the account log, by an actor who is still an admin then. They throw `Refused`: NotFound where there is no
 * such person, FailedPrecondition (reason LAST_ADMIN) where no admin could sign in any more, PermissionDenied for an actor
 * who is no admin any more.
 */
export type Directory = {
  /** People by name. The server's own two people, who are nobody, are not among them. */
  list(query: DirectoryQuery): Promise<Page<DirectoryPerson>>
  find(key: UserKey): Promise<DirectoryPerson | undefined>
  /** Throws `Refused` Aborted where there is such a person already, or somebody with the email. */
  add(person: NewPerson, actor: Actor): Promise<{ person: DirectoryPerson; link: MadeLink | undefined }>
  /**
   * Sets the roles of a person and ends their sessions; the actor's own goes on under the token that is returned. Throws
   * `Refused` Aborted where the roles are not those that were `seen`, or come from claims of the provider.
   */
  setRoles(
    key: UserKey,
    roles: { readonly roles: readonly Role[]; readonly seen: readonly Role[] | undefined },
    actor: Actor,
  ): Promise<{ readonly person: DirectoryPerson; readonly token: string | undefined }>
  /** Ends the access of a person, and with it their sessions, keys, links and exports. */
  deactivate(key: UserKey, actor: Actor): Promise<Deactivated>
  activate(key: UserKey, actor: Actor): Promise<DirectoryPerson>
  /** Throws `Refused` FailedPrecondition for somebody who signs in at the provider, or has no access. */
  makePasswordLink(key: UserKey, actor: Actor): Promise<MadeLink>
  resetSecondFactors(key: UserKey, actor: Actor): Promise<DirectoryPerson>
  untie(key: UserKey, actor: Actor): Promise<DirectoryPerson>
  listSessions(key: UserKey): Promise<readonly ListedSession[]>
  endSessions(key: UserKey, actor: Actor): Promise<number>
  /** What a file would change; changes nothing. Throws what `import` throws. */
  preview(file: DirectoryFile, actor: Actor): Promise<DirectoryChanges>
  /**
   * Puts a file in. Throws `Refused` Aborted where that would not change what `preview` stands for, and
   * FailedPrecondition (reason OWN_ACCOUNT) where the actor's own roles would change.
   */
  import(file: DirectoryFile, preview: string, actor: Actor): Promise<DirectoryChanges>
  listLog(query: PageQuery & LogFilter): Promise<Page<AccountLogEntry>>
}
