import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { type RawBuilder, sql } from 'kysely'
import { to } from 'pg-copy-streams'
import { literalSql } from '../database/literal-sql.ts'
import { csvCells, csvHeader } from './csv-columns.ts'
import { eventLine } from './event-line.ts'
import type { EventSnapshot } from './event-snapshot.ts'

type Sql = RawBuilder<unknown>

/** Writes events to a stream as CSV (RFC 4180 with line feeds, UTF-8), and leaves it open. Returns how many there were. */
export async function copyActionEvents(snapshot: EventSnapshot, out: Writable): Promise<number> {
  out.write(csvHeader)
  return await copy(snapshot, csvCells, sql``, out)
}

/** Writes events to a stream as JSON, one a line, and leaves it open. Returns how many there were. */
export async function copyEventLines(snapshot: EventSnapshot, out: Writable): Promise<number> {
  // COPY quotes and separates by characters that JSON always writes as an escape, so that each line is the JSON as it is.
  return await copy(snapshot, eventLine, sql`, QUOTE E'\\x01', DELIMITER E'\\x02'`, out)
}

async function copy(
  { client, select }: EventSnapshot,
  columns: Sql,
  options: Sql,
  out: Writable,
): Promise<number> {
  let rows = 0
  for (const selected of select(columns)) {
    const copying = client.query(
      to(literalSql(sql`COPY (${selected}) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8'${options})`)),
    )
    await pipeline(copying, out, { end: false })
    rows += copying.rowCount
  }
  return rows
}
