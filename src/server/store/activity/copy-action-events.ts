import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { sql } from 'kysely'
import { to } from 'pg-copy-streams'
import { literalSql } from '../database/literal-sql.ts'
import { csvCells, csvHeader } from './csv-columns.ts'
import type { EventSnapshot } from './event-snapshot.ts'

/** Writes events to a stream as CSV (RFC 4180 with line feeds, UTF-8), and leaves it open. Returns how many there were. */
export async function copyActionEvents({ client, select }: EventSnapshot, out: Writable): Promise<number> {
  out.write(csvHeader)
  let rows = 0
  for (const selected of select(csvCells)) {
    const copy = client.query(
      to(literalSql(sql`COPY (${selected}) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')`)),
    )
    await pipeline(copy, out, { end: false })
    rows += copy.rowCount
  }
  return rows
}
