import type { Kysely } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { Refused } from '../../refused.ts'
import type { Schema } from '../schema.ts'
import { notThere } from './find-certification.ts'
import { toHistoryEntry } from './history.ts'
import { getResult } from './result-rows.ts'

type Stale = {
  readonly certification_id: string
  readonly number: number
  readonly result_id: number
  /** The version that the author of the change saw. */
  readonly seen: number
}

/**
 * The refusal of a change to a row that is no longer at the version its author saw. `current` is
 * `{value: Result, entries: HistoryEntry[]}`: the row as it is, and what was done to it since, oldest first.
 */
export async function staleChange(
  db: Kysely<Schema>,
  actor: Actor,
  { certification_id, number, result_id, seen }: Stale,
): Promise<Refused> {
  const value = await getResult(db, actor, certification_id, result_id)
  if (!value) return notThere()
  const entries = await db
    .selectFrom('result_log')
    .select(['seq', 'action', 'actor', 'at', 'via', 'detail'])
    .where('certification', '=', number)
    .where('result_id', '=', result_id)
    .where('version', '>', seen)
    .orderBy('seq')
    .execute()
  return new Refused({
    code: 'PreconditionFailed',
    message: 'This row has been changed since you read it.',
    current: { value, entries: entries.map(toHistoryEntry) },
  })
}
