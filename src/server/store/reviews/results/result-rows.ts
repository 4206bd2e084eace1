import { type Kysely, sql } from 'kysely'
import PQueue from 'p-queue'
import type { Actor } from '#contract/permissions.ts'
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

/** Rows by id in the order of the ids, each once, without logs. Throws `Refused` with NotFound. */
export async function listRows(
  db: Db,
  actor: Actor,
  certification_id: string,
  ids: readonly number[],
): Promise<readonly Result[]> {
  const certification = await findCertification(db, actor, certification_id)
  const rows = await readRows(db, actor, certification, ids)
  return rows.map((row) => toResult(row, []))
}

async function withLogs(
  db: Db,
  actor: Actor,
  certification: VisibleCertification,
  ids: readonly number[],
): Promise<Result[]> {
  const rows = await readRows(db, actor, certification, ids)
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
  ids: readonly number[],
): Promise<ReadRow[]> {
  const { rows } = await sql<ReadRow>`SELECT ${resultColumns},
      CASE WHEN ${seesWhole(actor)} THEN ${instructions} END AS reviewer_assignment
    FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${number} AND result.result_id = ANY(${[...ids]}::integer[])
      AND ${visibleRows(actor)}`.execute(db)
  const byId = new Map(rows.map((row) => [row.result_id, row]))
  return [...new Set(ids)].map((id) => byId.get(id)).filter((row) => row !== undefined)
}
