import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { RowsEvent } from '#contract/reviews/result.ts'
import { type Changed, gatherNews } from '../../database/gather-news.ts'
import type { StoreLog } from '../../embedded/start-error.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import type { RowNews } from './row-news.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

type Watch = {
  readonly actor: Actor
  readonly certification_id: string
  readonly emit: (event: RowsEvent) => void
  readonly signal: AbortSignal
}
type ChangedRow = RowsEvent['rows'][number]

/** An event tells of at most so many rows: those of a chunk of a bulk change. */
const rowsAtOnce = 500

/**
 * Emits changed rows that the actor sees by then, each with its newest version, and which of those that they saw they see no more;
 * those that changed together as one event. Returns once the watch has begun, and ends when the signal is aborted. When a lost
 * connection is back, everything that changed since the watch began is emitted. Throws `Refused` with NotFound.
 */
export async function watch(
  db: Kysely<Schema>,
  news: RowNews,
  { actor, certification_id, emit, signal }: Watch,
  log: StoreLog,
): Promise<void> {
  const { number, whole } = await findCertification(db, actor, certification_id)
  const begun = await latestChange(db, number)
  let reading: Promise<Set<number>> | undefined
  // Of who sees all rows nothing is kept: they lose none.
  const seenRows = () =>
    (reading ??= whole ? Promise.resolve(new Set<number>()) : visibleIds(db, actor, number))
  const lookUp = async (changed: Changed<number>) => {
    // News that comes while they are read waits for them.
    const seen = await seenRows()
    const which =
      changed === 'unknown'
        ? sql`result.updated_at > ${begun}`
        : sql`result.result_id = ANY(${[...changed]}::integer[])`
    const changedRows = await rowsAmong(db, actor, number, which)
    const rows = changedRows.flatMap(({ visible, ...row }) => (visible ? [row] : []))
    const gone = changedRows.flatMap(({ visible, result_id: id }) => (!visible && seen.has(id) ? [id] : []))
    if (!whole) for (const { result_id } of rows) seen.add(result_id)
    for (const id of gone) seen.delete(id)
    for (let from = 0; from < Math.max(rows.length, gone.length) && !signal.aborted; from += rowsAtOnce)
      emit({
        certification_id,
        rows: rows.slice(from, from + rowsAtOnce),
        gone: gone.slice(from, from + rowsAtOnce),
      })
  }
  await news.subscribe(number, gatherNews(lookUp, signal, log, 'rows'), signal)
  await seenRows()
}

async function visibleIds(db: Kysely<Schema>, actor: Actor, number: number): Promise<Set<number>> {
  const rows = await rowsAmong(db, actor, number, visibleRows(actor))
  return new Set(rows.map(({ result_id }) => result_id))
}

/** When a row of a certification was last changed; times of its changes only go up. */
async function latestChange(db: Kysely<Schema>, number: number): Promise<string> {
  const certification = await db
    .selectFrom('certification')
    .select('results_updated_at')
    .where('number', '=', number)
    .executeTakeFirst()
  return certification?.results_updated_at ?? ''
}

/** Rows of a certification, the one that changed first first, and whether the actor sees each. */
async function rowsAmong(
  db: Kysely<Schema>,
  actor: Actor,
  number: number,
  which: RawBuilder<unknown>,
): Promise<readonly (ChangedRow & { readonly visible: boolean })[]> {
  const { rows } = await sql<ChangedRow & { readonly visible: boolean }>`
    SELECT result.result_id, result.version, coalesce(result.updated_by ->> 'name', '') AS by,
      ${visibleRows(actor)} AS visible
    FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${number} AND ${which}
    ORDER BY result.updated_at, result.result_id`.execute(db)
  return rows
}
