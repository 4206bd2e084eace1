import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Cell } from './sheet-xml.ts'

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

/**
 * Writes rows to a stream in the CSV of COPY (RFC 4180 with line feeds; nothing is an empty cell, an empty text a quoted one), and
 * leaves it open. Texts that a spreadsheet would run have `'` before them. Returns how many rows and guarded cells it wrote.
 */
export async function writeCsv(
  { header, texts, rows }: Table,
  out: Writable,
): Promise<{ readonly rows: number; readonly guarded: number }> {
  let count = 0
  let guarded = 0
  const isText = header.map((name) => texts.has(name))
  const cellOf = (cell: Cell, index: number): string => {
    if (cell === null) return ''
    const guards = isText[index] === true && needsGuard.test(cell)
    if (guards) guarded += 1
    const text = guards ? `'${cell}` : cell
    return isText[index] === true || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  out.write(`${header.join(',')}\n`)
  for await (const some of rows) {
    count += some.length
    const lines = some.map((row) => `${row.map(cellOf).join(',')}\n`).join('')
    if (!out.write(lines)) await once(out, 'drain')
  }
  return { rows: count, guarded }
}
