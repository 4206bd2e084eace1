import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { type RawBuilder, sql } from 'kysely'
import { type CopyToStreamQuery, to } from 'pg-copy-streams'
import { literalSql } from '../database/literal-sql.ts'
import { csvCells, csvHeader, csvOptions } from './csv-columns.ts'
import { GuardCounter } from './guard-counter.ts'
import { eventLine } from './event-line.ts'
import type { EventSnapshot } from './event-snapshot.ts'

type Sql = RawBuilder<unknown>

/**
 * Writes events to a stream as CSV (RFC 4180 with line feeds, UTF-8), and leaves it open. Returns how many there were, and how
 * many cells are guarded.
 */
export async function copyActionEvents(
  snapshot: EventSnapshot,
  out: Writable,
): Promise<{ readonly rows: number; readonly guarded: number }> {
  out.write(csvHeader)
  const counter = new GuardCounter()
  const rows = await copy(snapshot, csvCells, csvOptions, (copying) =>
    pipeline(copying, counter.pass, out, { end: false }),
  )
  return { rows, guarded: counter.count }
}

/** Writes events to a stream as JSON, one a line, and leaves it open. Returns how many there were. */
export async function copyEventLines(snapshot: EventSnapshot, out: Writable): Promise<number> {
  // COPY quotes and separates by characters that JSON always writes as an escape, so that each line is the JSON as it is.
  const options = sql`FORMAT csv, ENCODING 'UTF8', QUOTE E'\\x01', DELIMITER E'\\x02'`
  return await copy(snapshot, eventLine, options, (copying) => pipeline(copying, out, { end: false }))
}

async function copy(
  { client, select }: EventSnapshot,
  columns: Sql,
  options: Sql,
  write: (copying: CopyToStreamQuery) => Promise<void>,
): Promise<number> {
  let rows = 0
  for (const selected of select(columns)) {
    const copying = client.query(to(literalSql(sql`COPY (${selected}) TO STDOUT WITH (${options})`)))
    await write(copying)
    rows += copying.rowCount
  }
  return rows
}
