import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { ActorNow, NewReviewers, OpenRow } from '../../../reviews/certification-store.ts'
import type { Schema } from '../../database/schema.ts'
import { rowsAtOnce } from '../changes/many-rows.ts'
import { appendLog } from '../log/append-log.ts'

type Db = Kysely<Schema>

/** The rows that are not signed off, so many at once, those after a `result_id`. */
export async function openRows(db: Db, number: number, after: number): Promise<readonly OpenRow[]> {
  return await db
    .selectFrom('result')
    .select(['result_id', 'version', 'reviewers', 'source'])
    .where('certification', '=', number)
    .where('signed_off_state', '<>', 'SIGNED_OFF')
    .where('result_id', '>', after)
    .orderBy('result_id')
    .limit(rowsAtOnce)
    .execute()
}

/** Replaces the reviewers of rows, and logs it for each. Returns the time of the last log entry. */
export async function giveRows(
  db: Db,
  number: number,
  { actor, now }: ActorNow,
  changes: readonly NewReviewers[],
): Promise<string> {
  const entries = changes.map(({ row, reviewers }) => ({
    result_id: row.result_id,
    version: row.version + 1,
    action: 'REVIEWER_ASSIGNED',
    detail: { reviewer_detail: { old_reviewers: [...row.reviewers], new_reviewers: [...reviewers] } },
  }))
  const via = actor.via === 'session' ? 'session' : actor.id
  const { at } = await appendLog(db, number, { actor: actor.user, via, now }, entries)
  const rows = JSON.stringify(changes.map(({ row, reviewers }) => ({ result_id: row.result_id, reviewers })))
  await sql`UPDATE result SET reviewers = changed.reviewers, version = result.version + 1, updated_at = ${at},
      updated_by = ${JSON.stringify(actor.user)}
    FROM jsonb_to_recordset(${rows}::jsonb) AS changed (result_id integer, reviewers jsonb)
    WHERE certification = ${number} AND result.result_id = changed.result_id`.execute(db)
  await sql`DELETE FROM result_reviewer WHERE certification = ${number}
    AND result_id = ANY (${changes.map(({ row }) => row.result_id)}::integer[])`.execute(db)
  await sql`INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
    SELECT ${number}::integer, result_id, person->>'user_type', person->>'id'
    FROM jsonb_to_recordset(${rows}::jsonb) AS changed (result_id integer, reviewers jsonb),
      jsonb_array_elements(reviewers) AS person`.execute(db)
  await sql`UPDATE certification SET results_updated_at = ${at}, results_updated_by = ${JSON.stringify(actor.user)}
    WHERE number = ${number}`.execute(db)
  return at
}

/** Notes whom a certification names as its reviewers. */
export async function nameReviewers(db: Db, number: number, people: readonly WorkflowUser[]): Promise<void> {
  await sql`UPDATE certification SET reviewers = ${JSON.stringify(people)} WHERE number = ${number}`.execute(
    db,
  )
}
