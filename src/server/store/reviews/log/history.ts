import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ActionLogEntry, HistoryEntry } from '#contract/reviews/result.ts'
import type { LogDetail } from '../../database/review-schema.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

/** What the documented part of the log says of an entry. */
type Detail = {
  readonly [Name in 'note' | 'reviewer_detail' | 'decision_detail']?: LogDetail[Name] | undefined
}
type StoredEntry = readonly [action: string, user: WorkflowUser, time: string, detail: Detail]

/**
 * The logs of rows by their ids, oldest entry first: the seed's three actions, in its shape. The caller has found the
 * rows to be visible.
 */
export async function actionLogs(
  db: Kysely<Schema>,
  certification: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly ActionLogEntry[]>> {
  const { rows } = await sql<{ result_id: number; entries: StoredEntry[] }>`
    SELECT result_id, json_agg(json_build_array(action, actor, at, detail) ORDER BY seq) AS entries FROM result_log
    WHERE certification = ${certification} AND result_id = ANY(${[...ids]}::integer[])
      AND action IN ('NOTE_ADDED', 'REVIEWER_ASSIGNED', 'DECISION')
    GROUP BY result_id`.execute(db)
  return new Map(rows.map(({ result_id, entries }) => [result_id, entries.map(toEntry)]))
}

const documented: ReadonlySet<string> = new Set(['NOTE_ADDED', 'REVIEWER_ASSIGNED', 'DECISION'])

/** What `actionLogs` gives of a whole log. */
export function actionLogOf(history: readonly HistoryEntry[]): ActionLogEntry[] {
  return history
    .filter(({ action }) => documented.has(action))
    .map((entry) => toEntry([entry.action, entry.user, entry.time, entry]))
}

function toEntry([action, user, time, detail]: StoredEntry): ActionLogEntry {
  const { note, reviewer_detail, decision_detail } = detail
  return {
    action,
    user,
    time,
    ...(note !== undefined && { note }),
    ...(reviewer_detail !== undefined && { reviewer_detail }),
    ...(decision_detail !== undefined && { decision_detail }),
  }
}

/** The whole log of a row, oldest first. Throws `Refused` with NotFound when the actor does not see the row. */
export async function listHistory(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
  result_id: number,
): Promise<readonly HistoryEntry[]> {
  const { rows } = await sql<{ number: number }>`SELECT certification.number FROM certification
    JOIN result ON result.certification = certification.number
    WHERE certification.certification_id = ${certification_id} AND result.result_id = ${result_id}
      AND ${visibleRows(actor)}`.execute(db)
  if (!rows[0]) throw notThere()
  return await entriesOfRow(db, { number: rows[0].number, result_id })
}

/**
 * The log of a row, of the versions after `seen` or all of it, oldest entry first. The entries are numbered within the
 * row, so that nobody learns from the gaps what was done to rows that they do not see. The caller has found the row to be visible.
 */
export async function entriesOfRow(
  db: Kysely<Schema>,
  row: { readonly number: number; readonly result_id: number },
  seen = -1,
): Promise<readonly HistoryEntry[]> {
  const entries = await db
    .selectFrom('result_log')
    .select(['version', 'action', 'actor', 'at', 'via', 'detail'])
    .where('certification', '=', row.number)
    .where('result_id', '=', row.result_id)
    .orderBy('seq')
    .execute()
  return entries.flatMap((entry, index) => (entry.version > seen ? [toHistoryEntry(entry, index + 1)] : []))
}

/** The whole logs of rows by their ids, as `entriesOfRow` gives each. The caller has found the rows to be visible. */
export async function historiesOf(
  db: Kysely<Schema>,
  number: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly HistoryEntry[]>> {
  const entries = await db
    .selectFrom('result_log')
    .select(['result_id', 'action', 'actor', 'at', 'via', 'detail'])
    .where('certification', '=', number)
    .where(sql<boolean>`result_id = ANY(${[...ids]}::integer[])`)
    .orderBy('seq')
    .execute()
  const histories = new Map<number, HistoryEntry[]>()
  for (const { result_id, ...entry } of entries) {
    const history = histories.get(result_id) ?? []
    history.push(toHistoryEntry(entry, history.length + 1))
    histories.set(result_id, history)
  }
  return histories
}

/** An entry of the log with what the documented ones leave out. */
function toHistoryEntry(
  {
    action,
    actor,
    at,
    via,
    detail,
  }: Pick<Schema['result_log'], 'action' | 'actor' | 'at' | 'via' | 'detail'>,
  seq: number,
): HistoryEntry {
  return {
    ...toEntry([action, actor, at, detail]),
    seq,
    via,
    ...(detail.reason !== undefined && { reason: detail.reason }),
    ...(detail.by_other === true && { by_other: true }),
    ...(detail.bulk !== undefined && { in_bulk: detail.bulk }),
  }
}
