import { type Kysely, sql } from 'kysely'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { Schema } from '../../database/schema.ts'
import { appendLog, type LogEntry, nanoseconds } from '../log/append-log.ts'
import { recount } from './count-rows.ts'
import { settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { isOverdue } from './expired-at.ts'
import { announce, rowsAtOnce, takeTime } from '../changes/many-rows.ts'
import { systemUser } from '../log/system-user.ts'

type Db = Kysely<Schema>
type Row = { readonly result_id: number; readonly version: number; readonly decision: string }

/**
 * Expires the published certifications in progress whose due date has passed (veza-api B.16). Where the setting says so,
 * rows that are not signed off are rejected, with the setting's note, and signed off; a rejection or a fix that is
 * there already stays. One transaction each; one that somebody else is at is left to them. Returns how many expired.
 */
export async function expireOverdue(db: Db, now: Date): Promise<number> {
  const overdue = await db
    .selectFrom('certification')
    .select('number')
    .where(overdueAt(now))
    .orderBy('number')
    .execute()
  let expired = 0
  for (const { number } of overdue)
    if (await db.transaction().execute((transaction) => expire(transaction, number, now))) expired++
  return expired
}

function overdueAt(now: Date) {
  return isOverdue(sql`${nanoseconds(now)}::bigint`)
}

/**
 * The same for one certification, in the caller's transaction, which may hold its lock. Returns whether it was overdue,
 * and nobody else at it.
 */
export async function expire(db: Db, number: number, now: Date): Promise<boolean> {
  const certification = await db
    .selectFrom('certification')
    .select(['log_seq', 'workflow_id'])
    .where('number', '=', number)
    .where(overdueAt(now))
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!certification) return false
  const { behavior, note_to_add } = await behaviorFor(db, certification.workflow_id)
  if (behavior === 'AUTO_REJECT_INCOMPLETE_RESULTS') {
    await rejectOpenRows(db, number, note_to_add, now)
    await announce(db, number, certification.log_seq)
  }
  const at = now.toISOString()
  await sql`UPDATE certification SET expired_at = due_date, updated_at = ${at},
      updated_by = ${JSON.stringify(systemUser)}, rules_version = rules_version + 1
    WHERE number = ${number}`.execute(db)
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, 'certification_expired')`.execute(
    db,
  )
  return true
}

/** The same in a transaction of its own, which waits for whoever is at the certification. */
export async function expireFirst(db: Db, number: number, now: Date): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`SELECT FROM certification WHERE number = ${number} FOR NO KEY UPDATE`.execute(transaction)
    await expire(transaction, number, now)
  })
}

async function behaviorFor(db: Db, workflow_id: string) {
  const rows = await db
    .selectFrom('review_setting')
    .select(['leaf', 'value'])
    .where('workflow_id', 'in', ['', workflow_id])
    .orderBy('workflow_id')
    .execute()
  const stored: StoredSettings = Object.fromEntries(rows.map(({ leaf, value }) => [leaf, value]))
  return settingsFrom(stored).review_expiration_behavior
}

async function rejectOpenRows(db: Db, number: number, note: string, now: Date): Promise<void> {
  await takeTime(db)
  for (;;) {
    const rows = await db
      .selectFrom('result')
      .select(['result_id', 'version', 'decision'])
      .where('certification', '=', number)
      .where('signed_off_state', '<>', 'SIGNED_OFF')
      .orderBy('result_id')
      .limit(rowsAtOnce)
      .execute()
    if (rows.length === 0) break
    await rejectRows(db, number, rows, { note, now })
  }
  await sql`${sql.raw(recount)} WHERE number = ${number}`.execute(db)
}

const settled: readonly string[] = ['RESULT_DECISION_REJECTED', 'RESULT_DECISION_FIXED'] satisfies Decision[]

async function rejectRows(
  db: Db,
  number: number,
  rows: readonly Row[],
  { note, now }: { readonly note: string; readonly now: Date },
): Promise<void> {
  const author = { actor: systemUser, via: 'job' }
  const entries = rows.flatMap((row) => entriesFor(row, note))
  const { seq, at } = await appendLog(db, number, { ...author, now }, entries)
  const system = JSON.stringify(systemUser)
  // The time of a sign-off is that of its entry.
  await sql`UPDATE result SET version = result.version + 1, signed_off_state = 'SIGNED_OFF', signed_off_at = log.at,
      signed_off_by = ${system}, updated_at = log.at, updated_by = ${system},
      decision = CASE WHEN decision = ANY (${settled}::text[]) THEN decision ELSE 'RESULT_DECISION_REJECTED' END,
      notes = CASE WHEN decision = ANY (${settled}::text[]) OR ${note} = '' THEN notes ELSE ${note} END
    FROM result_log AS log
    WHERE result.certification = ${number} AND log.certification = ${number} AND log.result_id = result.result_id
      AND log.action = 'SIGNED_OFF' AND log.seq > ${seq}::bigint - ${entries.length}`.execute(db)
  await sql`UPDATE certification SET results_updated_at = ${at}, results_updated_by = ${system}
    WHERE number = ${number}`.execute(db)
}

function entriesFor({ result_id, version, decision }: Row, note: string): LogEntry[] {
  const signOff: LogEntry = { result_id, version: version + 1, action: 'SIGNED_OFF', detail: {} }
  if (settled.includes(decision)) return [signOff]
  const decision_detail = { decision: 'RESULT_DECISION_REJECTED', note }
  return [{ result_id, version: version + 1, action: 'DECISION', detail: { decision_detail } }, signOff]
}
