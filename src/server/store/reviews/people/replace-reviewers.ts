import { type Kysely, sql } from 'kysely'
import { sameUser, type WorkflowUser, type WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import { type Refused, refused } from '../../../refused.ts'
import type { StoredNode } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { appendLog } from '../log/append-log.ts'
import { withDelegates } from './delegates.ts'
import { isLate } from '../certifications/due-date.ts'
import { announce, rowsAtOnce, takeTime } from '../changes/many-rows.ts'
import { resolveReviewers } from './resolve-people.ts'
import type { Locked } from '../certifications/run-rules.ts'

type Db = Kysely<Schema>
type Row = {
  readonly result_id: number
  readonly version: number
  readonly reviewers: readonly WorkflowUser[]
  readonly source: StoredNode
}
type Change = { readonly row: Row; readonly reviewers: readonly WorkflowUser[] }

/**
 * Gives every row that is not signed off these reviewers and their delegates, with an entry in the log of each that
 * changes. Nobody gets their own access to review where that is prevented; a row for which nobody is left then keeps
 * its reviewers. Returns whether the certification named others before. Throws `Refused` for people who cannot be
 * assigned, while there are no rows, and once the certification has expired.
 */
export async function replaceReviewers(
  db: Db,
  actor: Actor,
  certification: Locked,
  inputs: readonly WorkflowUserInput[],
): Promise<boolean> {
  if (certification.state === 'CERT_STATE_SEARCHING')
    throw refused('FailedPrecondition', 'This certification has no rows yet that could be assigned.')
  if (certification.phase === 'expired, in grace') throw expired()
  const people = await resolveReviewers(db, inputs, 'reviewers')
  const wanted = await withDelegates(db, people, () => true)
  await takeTime(db)
  const { number, settings, log_seq } = certification
  const prevented =
    settings.self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
  for (let after = -1; ; ) {
    const rows = await openRows(db, number, after)
    const last = rows.at(-1)
    if (!last) break
    after = last.result_id
    const changes = rows.flatMap((row) => changeOf(row, wanted, prevented) ?? [])
    if (changes.length > 0) await write(db, actor, certification, changes)
  }
  await sql`UPDATE certification SET reviewers = ${JSON.stringify(people)} WHERE number = ${number}`.execute(
    db,
  )
  await announce(db, number, log_seq)
  return !samePeople(people, certification.reviewers)
}

async function openRows(db: Db, number: number, after: number): Promise<readonly Row[]> {
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

function changeOf(row: Row, wanted: readonly WorkflowUser[], prevented: boolean): Change | undefined {
  const reviewers = prevented ? wanted.filter((person) => !isOwnAccess(row.source, person)) : wanted
  if (reviewers.length === 0 && wanted.length > 0) return undefined
  return samePeople(reviewers, row.reviewers) ? undefined : { row, reviewers }
}

function samePeople(some: readonly WorkflowUser[], others: readonly WorkflowUser[]): boolean {
  return (
    some.length === others.length &&
    some.every((person, index) => {
      const other = others[index]
      return other !== undefined && sameUser(person, other)
    })
  )
}

function expired(): Refused {
  return refused('FailedPrecondition', 'This certification has expired: move its due date first.')
}

async function write(
  db: Db,
  actor: Actor,
  { number, now, phase, due_ns }: Locked,
  changes: readonly Change[],
): Promise<void> {
  const entries = changes.map(({ row, reviewers }) => ({
    result_id: row.result_id,
    version: row.version + 1,
    action: 'REVIEWER_ASSIGNED',
    detail: { reviewer_detail: { old_reviewers: [...row.reviewers], new_reviewers: [...reviewers] } },
  }))
  const via = actor.via === 'session' ? 'session' : actor.id
  const { at } = await appendLog(db, number, { actor: actor.user, via, now }, entries)
  if (phase === 'in progress' && isLate(at, due_ns)) throw expired()
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
}
