import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { ListedRow } from '#contract/reviews/result-calls.ts'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { lookForCertification } from '../conditions/find-certification.ts'
import { visibleRows } from '../conditions/visible-rows.ts'
import { actionLogOf, historiesOf } from '../log/history.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { comparedWith, notCompared } from '../last-time/compare-with.ts'
import { shownLastTime } from '../last-time/shown.ts'
import { countListed, listPositions } from './result-list.ts'
import { listRows } from './result-rows.ts'

type Db = Kysely<Schema>

/** So many rows are read at a time. */
const rowsAtOnce = 200

/** A certification as an export of it needs it: whether the actor sees all of it, whether it is of the demonstration. */
export type ExportedCertification = {
  readonly number: number
  readonly whole: boolean
  readonly demo: boolean
  /** Whether the actor is shown what was last time. */
  readonly lastTime: boolean
  readonly settings: ReviewSettings
}

/** Which rows somebody saw of a certification: all that it has, or those of these runs of ids (`Positions`). */
export type SeenRows = {
  readonly whole: boolean
  readonly runs: readonly number[]
  /** Whether what was last time is told of them; absent from exports of before that was. */
  readonly lastTime?: boolean
}

/** An account of the demonstration may have made another certification of one of its workflows. */
const ofDemonstration = sql<boolean>`certification.demo OR EXISTS (SELECT FROM workflow AS own
  WHERE own.workflow_id = certification.workflow_id AND own.demo)`

/** Finds what somebody would export; undefined where they see none of that id. */
export async function lookForExported(
  db: Db,
  actor: Actor,
  certification_id: string,
): Promise<ExportedCertification | undefined> {
  const seen = await lookForCertification(db, actor, certification_id)
  if (!seen) return undefined
  const { rows } = await sql<{ demo: boolean; lastTime: boolean; stored: StoredSettings | null }>`
    SELECT ${ofDemonstration} AS demo, ${shownLastTime(actor)} AS "lastTime", ${certificationSettings} AS stored
    FROM certification WHERE number = ${seen.number}`.execute(db)
  if (!rows[0]) return undefined
  const { stored, ...rest } = rows[0]
  return { ...seen, ...rest, settings: settingsFrom(stored ?? {}) }
}

/**
 * Whether somebody sees all that an export has: the whole certification where it was seen whole, else each of its rows, and what
 * was of them last time.
 */
export async function seesAgain(
  db: Db,
  actor: Actor,
  { number, whole, lastTime }: ExportedCertification,
  seen: SeenRows,
): Promise<boolean> {
  if (seen.lastTime === true && !lastTime) return false
  if (whole || seen.whole) return whole
  const ids = idsOf(seen.runs)
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count
    FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${number} AND result.result_id = ANY(${ids}::integer[]) AND ${visibleRows(actor)}`.execute(
    db,
  )
  return rows[0]?.count === ids.length
}

/** Every file is made once more, as lines of JSON with all keys. */
const withLines = 3

/** About how many bytes so many rows and their logs take in files, by what they take in the tables. */
export async function bytesOfRows(db: Db, rows: number): Promise<number> {
  const { rows: tables } = await sql<{ size: number; rows: number }>`
    SELECT (pg_table_size('result'::regclass) + pg_table_size('result_log'::regclass))::float8 AS size,
      reltuples::float8 AS rows FROM pg_class WHERE oid = 'result'::regclass`.execute(db)
  const [table] = tables
  if (!table) return 0
  // Before the first statistics there are few.
  return withLines * (table.rows > 0 ? Math.ceil((table.size * rows) / table.rows) : table.size)
}

/** A row and its whole log. */
export type ExportedRow = { readonly row: ListedRow; readonly history: readonly HistoryEntry[] }

/** The rows of a list in its order, as one snapshot of the database has them, some at a time. */
export async function exportedRows(
  db: Db,
  actor: Actor,
  certification_id: string,
  { previous, ...query }: ResultQuery & { readonly previous: number | undefined },
) {
  const { total, runs } = await listPositions(db, actor, certification_id, query)
  const ids = idsOf(runs)
  const { number } = (await lookForCertification(db, actor, certification_id)) ?? { number: -1 }
  const { rows: logs } = await sql<{ entries: number }>`SELECT count(*)::float8 AS entries FROM result_log
    WHERE certification = ${number} AND result_id = ANY(${ids}::integer[])`.execute(db)
  const compared = previous === undefined ? undefined : await comparedWith(db, number, previous)
  async function* read(): AsyncGenerator<readonly ExportedRow[]> {
    for (let start = 0; start < ids.length; start += rowsAtOnce) {
      const listed = await listRows(db, actor, certification_id, ids.slice(start, start + rowsAtOnce))
      const rows = compared
        ? listed.map((row) => ({ ...row, last_time: compared.get(row.result_id) ?? notCompared }))
        : listed
      const histories = await historiesOf(
        db,
        number,
        rows.map((row) => row.result_id),
      )
      yield rows.map((row) => ({ row, history: histories.get(row.result_id) ?? [] }))
    }
  }
  return { total, ids, runs, entries: logs[0]?.entries ?? 0, read }
}

/** A row as its list gives it, with the documented part of its log. */
export function withActionLog({ row, history }: ExportedRow): Result {
  return { ...row, action_log_entries: actionLogOf(history) }
}

/**
 * What the rows of an export are compared with, in words, and how many there are: the count that the certification keeps where
 * the actor sees all of it and there is no filter, else what the list counts for them.
 */
export async function reconciledWith(
  db: Db,
  actor: Actor,
  { number, whole }: ExportedCertification,
  query: ResultQuery,
): Promise<{ readonly what: string; readonly count: number }> {
  const { filter, mutable_filter, last_time_filter } = query
  const filtered = [filter, mutable_filter, last_time_filter].some((part) => part !== undefined)
  if (!whole || filtered) {
    const matching = filtered ? ' that match the filter' : ''
    const what = whole ? `rows of the certification${matching}` : `rows that the maker may see${matching}`
    return { what, count: await countListed(db, actor, { number, whole }, query) }
  }
  const { rows } = await sql<{ count: number }>`SELECT total_result_count::float8 AS count
    FROM certification WHERE number = ${number}`.execute(db)
  return { what: 'total_result_count of the certification', count: rows[0]?.count ?? 0 }
}

/** The ids of runs (`runsOf`). */
function idsOf(runs: readonly number[]): number[] {
  return runs.flatMap((first, index) =>
    index % 2 === 0 ? Array.from({ length: runs[index + 1] ?? 0 }, (_, offset) => first + offset) : [],
  )
}
