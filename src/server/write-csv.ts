import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** A text, or null where there is nothing. */
type Cell = string | null

/** Rows that become a file: `texts` are the columns whose cells came from outside, and are guarded. */
export type Table = {
  readonly header: readonly string[]
  readonly texts: ReadonlySet<string>
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>
}

/**
 * What a spreadsheet would run; some take blanks before the sign away. What has a guard by nature is guarded once more, so that a
 * guard is told from what was there.
 */
const needsGuard = /^'* *[=+\-@\t\r]/
const needsQuotes = /["\n\r,]|^$|^\\\.$/

/** How many rows and guarded cells have been written. */
type Counted = { rows: number; guarded: number }

/**
 * The CSV of COPY (RFC 4180 with line feeds; nothing is an empty cell, an empty text a quoted one) of rows, in parts. Texts that a
 * spreadsheet would run have `'` before them. What is written is added to `counted`.
 */
export async function* csvOf(
  { header, texts, rows }: Table,
  counted: Counted = { rows: 0, guarded: 0 },
): AsyncGenerator<string> {
  const isText = header.map((name) => texts.has(name))
  const cellOf = (cell: Cell, index: number): string => {
    if (cell === null) return ''
    const guards = isText[index] === true && needsGuard.test(cell)
    if (guards) counted.guarded += 1
    const text = guards ? `'${cell}` : cell
    return isText[index] === true || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  yield `${header.join(',')}\n`
  for await (const some of rows) {
    counted.rows += some.length
    yield some.map((row) => `${row.map(cellOf).join(',')}\n`).join('')
  }
}

/** Writes that to a stream, and leaves it open. Returns how many rows and guarded cells it wrote. */
export async function writeCsv(table: Table, out: Writable): Promise<Readonly<Counted>> {
  const counted = { rows: 0, guarded: 0 }
  for await (const part of csvOf(table, counted)) if (!out.write(part)) await once(out, 'drain')
  return counted
}
