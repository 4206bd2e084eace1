import type { Kind, NumberedRow } from './kind.ts'
import type { Line } from './lines.ts'
import type { LineProblem } from './problem.ts'

/** One line that was not taken, and why. `line` is that of its first character. */
export type Rejected = { readonly line: number; readonly text: string; readonly problem: LineProblem }
/** One row of the file, or one line that is none. */
export type Reading<T> = NumberedRow<T> | Rejected

/** Reads newline-delimited JSON: one object a line; empty lines are skipped. */
export async function* readNdjson<T extends object>(
  blocks: AsyncIterable<Line[]>,
  { readObject }: Pick<Kind<T>, 'readObject'>,
): AsyncGenerator<Reading<T>[]> {
  for await (const lines of blocks) {
    const readings: Reading<T>[] = []
    for (const line of lines) {
      if (line.text.trim() === '' && line.problem === undefined) continue
      readings.push(readLine(line, readObject))
    }
    yield readings
  }
}

function readLine<T extends object>(
  { number, text, problem }: Line,
  read: Kind<T>['readObject'],
): Reading<T> {
  if (problem !== undefined) return { line: number, text, problem: { field: '', error: problem } }
  const given = parseObject(text)
  return toReading(number, text, typeof given === 'string' ? { field: '', error: given } : read(given))
}

/** Puts a row, or what is wrong with it, beside its line. */
export function toReading<T extends object>(line: number, text: string, row: T | LineProblem): Reading<T> {
  return isProblem(row) ? { line, text, problem: row } : { line, row }
}

function isProblem(row: object): row is LineProblem {
  return 'error' in row
}

function parseObject(text: string): Readonly<Record<string, unknown>> | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message repeats the text.
    return 'is not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be a JSON object'
  return value as Readonly<Record<string, unknown>>
}
