import type { UserKey } from '#contract/people.ts'
import type { Proofs } from './provider.ts'

/** A sign-in that a browser of ours has begun and the provider has not answered yet. It is kept sealed. */
export type Transaction = Omit<Proofs, 'state'> & {
  readonly returnTo: string
  /** Another window waits for it. */
  readonly window: boolean
  readonly begun: Date
  /** The id of the session in which it was begun, which ends when it has come to another. */
  readonly before?: string
  /** Where it is to prove again who uses a session: the session, by its id, and whose it is. */
  readonly again?: { readonly session: string; readonly person: UserKey }
}

/** Sign-ins under way. `store/sign-in/provider/transactions.ts` implements it. */
export type Transactions = {
  /** Keeps one under its state, for the browser that has the text `browser` in a cookie, until `expires`. */
  begin(state: string, browser: string, transaction: Transaction, expires: Date): Promise<void>
  /**
   * Takes one away, so that none is used twice. `late`: it is over, was used before or has never been. `other-browser`: the
   * cookie is another, or none; it is used up then too.
   */
  take(state: string, browser: string | undefined): Promise<Transaction | 'late' | 'other-browser'>
}
