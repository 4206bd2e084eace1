import { type Kysely, type RawBuilder, sql } from 'kysely'
import PQueue from 'p-queue'
import type { Actor } from '#contract/permissions.ts'
import type { ListedRow } from '#contract/reviews/result-calls.ts'
import type { Result } from '#contract/reviews/result.ts'
import { maxPageBytes } from '#contract/reviews/result-queries.ts'
import { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import { invalid, type Refused } from '../../../refused.ts'
import type { ResultQuery, Stretch } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import {
  findCertification,
  type VisibleCertification,
  lookForCertification,
} from '../conditions/find-certification.ts'
import { joinLastTime, lastTimeFacts } from '../last-time/last-time-filter.ts'
import { shownLastTime } from '../last-time/shown.ts'
import { actionLogs } from '../log/history.ts'
import { listIds } from './result-list.ts'
import { type ReadRow, resultColumns, toResult } from './result-shape.ts'
import { seesWhole, visibleRows } from '../conditions/visible-rows.ts'

type Db = Kysely<Schema>

/** The instructions of a certification with every key, also where they were stored without some. */
const instructions = sql`${JSON.stringify(ReviewerAssignment.parse({}))}::jsonb
  || coalesce(certification.reviewer_assignment, '{}')`

/** So many rows are read by one statement. */
const rowsAtOnce = 100

/** In which the rows of large pages wait that come after the first, all callers together. */
const largePages = new PQueue({ concurrency: 1 })

/**
 * A stretch of a list with the rows' logs, and whether more follow: as many rows as fit, one at least. What is more than
 * the usual page is read bit by bit, one bit at a time in the whole server: between two bits everybody else has a turn. Throws
 * `Refused`: NotFound, and InvalidArgument for a whole that does not fit.
 */
export async function listResults(
  db: Db,
  actor: Actor,
  certification_id: string,
  query: ResultQuery & Stretch,
): Promise<{ readonly rows: readonly Result[]; readonly more: boolean }> {
  const certification = await findCertification(db, actor, certification_id)
  const { ids, more } = await listIds(db, actor, certification, query)
  const rows: Result[] = []
  let bytes = 0
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    const read = () => withLogs(db, actor, certification, ids.slice(start, start + rowsAtOnce))
    for (const row of await (start === 0 ? read() : largePages.add(read))) {
      bytes += Buffer.byteLength(JSON.stringify(row))
      const fits = bytes <= maxPageBytes || rows.length === 0
      if (!fits && query.whole) throw tooLarge(rows.length)
      if (!fits) return { rows, more: true }
      rows.push(row)
    }
  }
  return { rows, more }
}

function tooLarge(fitting: number): Refused {
  return invalid(
    'size',
    `asks for more than ${maxPageBytes / 1024} KiB: take a smaller size, such as ${fitting}`,
  )
}

/** One row with its log, or undefined when the actor sees none of that id. */
export async function getResult(
  db: Db,
  actor: Actor,
  certification_id: string,
  result_id: number,
): Promise<Result | undefined> {
  const certification = await lookForCertification(db, actor, certification_id)
  if (!certification) return undefined
  const [row] = await withLogs(db, actor, certification, [result_id])
  return row
}

/**
 * Rows by id in the order of the ids, each once, without logs, with what was of them last time for who is shown that. Throws
 * `Refused` with NotFound.
 */
export async function listRows(
  db: Db,
  actor: Actor,
  certification_id: string,
  ids: readonly number[],
): Promise<readonly ListedRow[]> {
  const certification = await findCertification(db, actor, certification_id)
  const rows = await readRows(db, actor, certification, { ids, more: lastTimeColumn(actor) })
  return rows.map(({ last_time, ...row }) => ({ ...toResult(row, []), ...(last_time && { last_time }) }))
}

/** What was of a row last time (`LastTime`); NULL for who is not shown that. */
function lastTimeColumn(actor: Actor) {
  const { access_change, last_decision } = lastTimeFacts
  const list = (name: string) => sql`coalesce(${sql.ref(`last_time.${name}`)}, '{}')`
  return sql`, CASE WHEN ${shownLastTime(actor)} THEN jsonb_build_object('access_change', ${access_change},
    'added_permissions', ${list('added_permissions')}, 'removed_permissions', ${list('removed_permissions')},
    'added_raw_permissions', ${list('added_raw_permissions')},
    'removed_raw_permissions', ${list('removed_raw_permissions')}, 'last_decision', ${last_decision},
    'last_note', coalesce(last_time.last_note, ''), 'last_reviewer', last_time.last_reviewer,
    'last_decided_at', last_time.last_decided_at) END AS last_time`
}

async function withLogs(
  db: Db,
  actor: Actor,
  certification: VisibleCertification,
  ids: readonly number[],
): Promise<Result[]> {
  const rows = await readRows(db, actor, certification, { ids })
  const logs = await actionLogs(
    db,
    certification.number,
    rows.map((row) => row.result_id),
  )
  return rows.map((row) => toResult(row, logs.get(row.result_id) ?? []))
}

async function readRows(
  db: Db,
  actor: Actor,
  { number }: VisibleCertification,
  { ids, more = sql`` }: { readonly ids: readonly number[]; readonly more?: RawBuilder<unknown> },
): Promise<(ReadRow & Pick<ListedRow, 'last_time'>)[]> {
  const { rows } = await sql<ReadRow & Pick<ListedRow, 'last_time'>>`SELECT ${resultColumns},
      CASE WHEN ${seesWhole(actor)} THEN ${instructions} END AS reviewer_assignment ${more}
    FROM certification JOIN result ON result.certification = certification.number ${joinLastTime}
    WHERE certification.number = ${number} AND result.result_id = ANY(${[...ids]}::integer[])
      AND ${visibleRows(actor)}`.execute(db)
  const byId = new Map(rows.map((row) => [row.result_id, row]))
  return [...new Set(ids)].map((id) => byId.get(id)).filter((row) => row !== undefined)
}
