import { type Actor, holds } from '#contract/permissions.ts'
import { notThere, Refused, refused } from '../refused.ts'
import type { RowStore } from './row-store.ts'

type Stale = Parameters<RowStore['readSince']>[1] & {
  /** The version that the author of the change saw. */
  readonly seen: number
}

/**
 * The `Refused` PreconditionFailed (412) of a change whose author saw another version of the row than it has.
 * `current` is `{value: Result, entries: HistoryEntry[]}`: the row as it is, and what was done to it since, oldest
 * first; absent for a key that may not read rows.
 */
export async function staleChange(
  { readSince }: Pick<RowStore, 'readSince'>,
  actor: Actor,
  { seen, ...row }: Stale,
): Promise<Refused> {
  const message = 'This row has been changed since you read it.'
  // Whoever may change a row need not be allowed to read it: keys are made for one without the other.
  if (!holds(actor, 'reviews:read')) return refused('PreconditionFailed', message)
  const current = await readSince(actor, row, seen)
  return current ? new Refused({ code: 'PreconditionFailed', message, current }) : notThere()
}
