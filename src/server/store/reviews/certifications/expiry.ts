import { type Kysely, sql } from 'kysely'
import type { StoredCertification } from '../../../reviews/certification-store.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import { nanoseconds } from '#std/instant.ts'
import type { Schema } from '../../database/schema.ts'
import { appendLog, type LogEntry } from '../log/append-log.ts'
import { settingsOf } from '../settings/effective-settings.ts'
import { isOverdue } from '../conditions/expired-at.ts'
import { rowsAtOnce, takeTime, recount } from '../changes/many-rows.ts'
import { systemUser } from '../log/system-user.ts'

type Db = Kysely<Schema>
type Row = { readonly result_id: number; readonly version: number; readonly decision: string }
type Rejecting = {
  readonly note: string
  /** Rows with these decisions keep them and their notes. */
  readonly keeps: readonly Decision[]
  readonly now: Date
}

/** The numbers of the certifications that are overdue. */
export async function listOverdue(db: Db, now: Date): Promise<readonly number[]> {
  const overdue = await db
    .selectFrom('certification')
    .select('number')
    .where(overdueAt(now))
    .orderBy('number')
    .execute()
  return overdue.map(({ number }) => number)
}

function overdueAt(now: Date) {
  return isOverdue(sql`${nanoseconds(now)}::bigint`)
}

/** Locks a certification that is overdue; undefined where it is not, or somebody else is at it. */
export async function lockOverdue(
  db: Db,
  number: number,
  now: Date,
): Promise<Pick<StoredCertification, 'log_seq' | 'settings'> | undefined> {
  const certification = await db
    .selectFrom('certification')
    .select(['log_seq', 'workflow_id'])
    .where('number', '=', number)
    .where(overdueAt(now))
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!certification) return undefined
  const { log_seq, workflow_id } = certification
  // Read after the lock is held: a setting that was stored just before it counts.
  return { log_seq, settings: await settingsOf(db, workflow_id) }
}

/** Writes down, with its event, that a certification has expired at its due date. */
export async function markExpired(db: Db, number: number, now: Date): Promise<void> {
  await sql`UPDATE certification SET expired_at = due_date, updated_at = ${now.toISOString()},
      updated_by = ${JSON.stringify(systemUser)}, rules_version = rules_version + 1
    WHERE number = ${number}`.execute(db)
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, 'certification_expired')`.execute(
    db,
  )
}

/** Signs off the rows that are not, and rejects those whose decision is not one to keep. */
export async function rejectOpenRows(db: Db, number: number, rejecting: Rejecting): Promise<void> {
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
    await rejectRows(db, number, rows, rejecting)
  }
  await sql`${sql.raw(recount)} WHERE number = ${number}`.execute(db)
}

async function rejectRows(
  db: Db,
  number: number,
  rows: readonly Row[],
  { note, keeps, now }: Rejecting,
): Promise<void> {
  const author = { actor: systemUser, via: 'job' }
  const entries = rows.flatMap((row) => entriesFor(row, note, keeps))
  const { seq, at } = await appendLog(db, number, { ...author, now }, entries)
  const system = JSON.stringify(systemUser)
  const kept: readonly string[] = keeps
  // The time of a sign-off is that of its entry.
  await sql`UPDATE result SET version = result.version + 1, signed_off_state = 'SIGNED_OFF', signed_off_at = log.at,
      signed_off_by = ${system}, updated_at = log.at, updated_by = ${system},
      decision = CASE WHEN decision = ANY (${kept}::text[]) THEN decision ELSE 'RESULT_DECISION_REJECTED' END,
      notes = CASE WHEN decision = ANY (${kept}::text[]) OR ${note} = '' THEN notes ELSE ${note} END
    FROM result_log AS log
    WHERE result.certification = ${number} AND log.certification = ${number} AND log.result_id = result.result_id
      AND log.action = 'SIGNED_OFF' AND log.seq > ${seq}::bigint - ${entries.length}`.execute(db)
  await sql`UPDATE certification SET results_updated_at = ${at}, results_updated_by = ${system}
    WHERE number = ${number}`.execute(db)
}

function entriesFor(
  { result_id, version, decision }: Row,
  note: string,
  keeps: readonly string[],
): LogEntry[] {
  const signOff: LogEntry = { result_id, version: version + 1, action: 'SIGNED_OFF', detail: {} }
  if (keeps.includes(decision)) return [signOff]
  const decision_detail = { decision: 'RESULT_DECISION_REJECTED', note }
  return [{ result_id, version: version + 1, action: 'DECISION', detail: { decision_detail } }, signOff]
}
