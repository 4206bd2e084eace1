import type { Kysely } from 'kysely'
import { type Actor, holds } from '#contract/permissions.ts'
import { Refused, refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { notThere } from '../certifications/find-certification.ts'
import { entriesOfRow } from '../log/history.ts'
import { getResult } from '../results/result-rows.ts'

type Stale = {
  readonly certification_id: string
  readonly number: number
  readonly result_id: number
  /** The version that the author of the change saw. */
  readonly seen: number
}

/**
 * The refusal of a change to a row that is no longer at the version its author saw. `current` is
 * `{value: Result, entries: HistoryEntry[]}`: the row as it is, and what was done to it since, oldest first; it is left
 * out for a key that may not read.
 */
export async function staleChange(
  db: Kysely<Schema>,
  actor: Actor,
  { certification_id, number, result_id, seen }: Stale,
): Promise<Refused> {
  const message = 'This row has been changed since you read it.'
  // Whoever may change a row need not be allowed to read it: keys are made for one without the other.
  if (!holds(actor, 'reviews:read')) return refused('PreconditionFailed', message)
  const value = await getResult(db, actor, certification_id, result_id)
  if (!value) return notThere()
  const entries = await entriesOfRow(db, { number, result_id }, seen)
  return new Refused({ code: 'PreconditionFailed', message, current: { value, entries } })
}
