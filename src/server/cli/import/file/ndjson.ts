import { doubledKey } from '../../../doubled-key.ts'
import type { Kind, NumberedRow } from './kind.ts'
import type { Line } from '../../../lines/lines.ts'
import { holdsNumberText, parseWithNumberTexts, roundedNumber } from './number-text.ts'
import { CutShort, type LineProblem } from '../../../lines/problem.ts'

/**
 * One line that was not taken, and why. `line` is that of its first character; `value` is what of the field is wrong,
 * where that is known only once the whole file is read.
 */
export type Rejected = {
  readonly line: number
  readonly text: string
  readonly problem: LineProblem
  readonly value?: string
}
/** One row of the file, or one line that is none. */
export type Reading<T> = NumberedRow<T> | Rejected

/**
 * Reads newline-delimited JSON: one object a line; empty lines are skipped. Throws CutShort after the last line when that
 * is no JSON.
 */
export async function* readNdjson<T extends object>(
  blocks: AsyncIterable<Line[]>,
  kind: Pick<Kind<T>, 'readObject' | 'unusualNumbers'>,
): AsyncGenerator<Reading<T>[]> {
  let last: Line | undefined
  for await (const lines of blocks) {
    const readings: Reading<T>[] = []
    for (const line of lines) {
      if (line.text.trim() === '' && line.problem === undefined) continue
      readings.push(readLine(line, kind))
      last = line
    }
    yield readings
  }
  if (last && (last.problem !== undefined || parseJson(last.text) === undefined))
    throw new CutShort(`the file seems to be cut short: its last line (${last.number}) is not JSON`)
}

function readLine<T extends object>(
  { number, text, problem }: Line,
  { readObject, unusualNumbers }: Pick<Kind<T>, 'readObject' | 'unusualNumbers'>,
): Reading<T> {
  if (problem !== undefined) return { line: number, text, problem: { field: '', error: problem } }
  const parsed = parseObject(text, unusualNumbers)
  return toReading(
    number,
    text,
    typeof parsed === 'string' ? { field: '', error: parsed } : readObject(parsed),
  )
}

/** Puts a row, or what is wrong with it, beside its line. */
export function toReading<T extends object>(line: number, text: string, row: T | LineProblem): Reading<T> {
  return isProblem(row) ? { line, text, problem: row } : { line, row }
}

function isProblem(row: object): row is LineProblem {
  return 'error' in row
}

type Parsed = Readonly<Record<string, unknown>> | string

function parseObject(text: string, unusualNumbers: Kind<object>['unusualNumbers']): Parsed {
  const value = parseJson(text)
  // The parser's own message repeats the text.
  if (value === undefined) return 'is not JSON'
  const doubled = doubledKey(text, value)
  if (doubled) return `holds a key twice in one object, again at character ${doubled.place}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be a JSON object'
  if (!holdsNumberText(text)) return value as Readonly<Record<string, unknown>>
  if (unusualNumbers === 'as text') return parseAgain(text)
  const place = roundedNumber(text)
  if (place === undefined) return value as Readonly<Record<string, unknown>>
  return `holds a number at character ${place} that would be rounded; write it as a text`
}

/** An object that has been read once, with its numbers as they stand there. */
function parseAgain(text: string): Parsed {
  try {
    return parseWithNumberTexts(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    if (error instanceof RangeError) return 'is nested too deep'
    throw error
  }
}

/** The value of a JSON text, which is never undefined; undefined for what is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
