import type { UserKey } from '#contract/people.ts'
import type { Actor, Scope } from '#contract/permissions.ts'
import type { ApiKey } from '#contract/session/keys.ts'

/** What a new key is for, and for how long. */
export type NewKey = {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly days: number
}

/** Where a page of keys ends; opaque to who asks. */
type Place = readonly string[]

/** API keys as people make, list and end them in the page. `store/keys/keys-of-people.ts` implements it. */
export type Keys = {
  /** The keys of a person, or everybody's where none is named, the newest first. */
  list(
    owner: UserKey | undefined,
    page: { readonly after: Place | undefined; readonly limit: number },
  ): Promise<{ readonly rows: readonly ApiKey[]; readonly next: Place | undefined }>
  /**
   * Makes a key of the actor. The text of the answer is the only copy of it. Throws `Refused` FailedPrecondition where
   * the roles that they have now do not hold one of the scopes.
   */
  make(key: NewKey, actor: Actor): Promise<{ readonly key: string; readonly record: ApiKey }>
  /**
   * Ends a key of the actor, or of anybody for an admin. Throws `Refused`: NotFound where there is no such key that lives,
   * PermissionDenied (reason DEMO_ACCOUNT) to an account of the demonstration for a key that is not its own.
   */
  revoke(id: string, actor: Actor): Promise<void>
}
