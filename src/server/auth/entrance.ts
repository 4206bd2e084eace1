import type { UserKey } from '#contract/people.ts'

/** What closed the open entrance; the names stay for good, the database keeps them. */
export type ClosingReason = 'FIRST_ADMIN' | 'PROVIDER_SIGN_IN' | 'IMPORT' | 'DIRECTORY_IMPORT' | 'UPGRADE'

/**
 * The open entrance, by which whoever sits at the machine of a demonstration gets in without proof, and what takes its
 * place: an admin who can sign in. `store/sign-in/entrance.ts` implements it.
 */
export type EntranceState = {
  /** Whether the entrance is open: it closes once, and for good. */
  isEntranceOpen(): Promise<boolean>
  /** Whether there is an admin who can sign in; once there was one, there always is. */
  hasAdmin(): Promise<boolean>
  /** What closed the entrance, as `ClosingReason` names it; undefined while it is open. */
  whyClosed(): Promise<string | undefined>
  /** Whether anybody at all has a local account by which they can come in. */
  hasAccount(): Promise<boolean>
}

/** What closing the entrance ended: sessions that were begun there, and keys of the demonstration's accounts. */
export type Closed = {
  readonly sessions: number
  readonly keys: readonly (UserKey & { readonly key: string })[]
}
