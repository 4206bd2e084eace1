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
 * Emits changed rows that the actor sees by then, each with its newest version, and those that changed together as one event. Returns once the watch has begun, and
 * ends when the signal is aborted. When a lost connection is back, everything that changed since the watch began is
 * emitted. Throws `Refused` with NotFound.
 */
export async function watch(
  db: Kysely<Schema>,
  news: RowNews,
  { actor, certification_id, emit, signal }: Watch,
  log: StoreLog,
): Promise<void> {
  const { number } = await findCertification(db, actor, certification_id)
  const begun = await latestChange(db, number)
  const lookUp = async (changed: Changed<number>) => {
    const which =
      changed === 'unknown'
        ? sql`result.updated_at > ${begun}`
        : sql`result.result_id = ANY(${[...changed]}::integer[])`
    const rows = await visibleAmong(db, actor, number, which)
    for (let from = 0; from < rows.length && !signal.aborted; from += rowsAtOnce)
      emit({ certification_id, rows: rows.slice(from, from + rowsAtOnce) })
  }
  await news.subscribe(number, gatherNews(lookUp, signal, log, 'rows'), signal)
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

async function visibleAmong(
  db: Kysely<Schema>,
  actor: Actor,
  number: number,
  which: RawBuilder<unknown>,
): Promise<readonly ChangedRow[]> {
  const { rows } = await sql<ChangedRow>`
    SELECT result.result_id, result.version, coalesce(result.updated_by ->> 'name', '') AS by
    FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${number} AND ${which} AND ${visibleRows(actor)}
    ORDER BY result.updated_at, result.result_id`.execute(db)
  return rows
}
