import type { ActionEventInput } from '../../store/load-action-events.ts'
import { readEvent } from './event.ts'
import type { Line } from './lines.ts'
import type { LineProblem } from './problem.ts'

/** One event of the file, or one line that is none and why. `line` is that of its first character. */
export type Reading =
  | { readonly line: number; readonly event: ActionEventInput }
  | { readonly line: number; readonly text: string; readonly problem: LineProblem }

/** Reads newline-delimited JSON: one object a line; empty lines are skipped. */
export async function* readNdjson(blocks: AsyncIterable<Line[]>): AsyncGenerator<Reading[]> {
  for await (const lines of blocks) {
    const readings: Reading[] = []
    for (const line of lines) {
      if (line.text.trim() === '' && line.problem === undefined) continue
      readings.push(readLine(line))
    }
    yield readings
  }
}

function readLine({ number, text, problem }: Line): Reading {
  if (problem !== undefined) return { line: number, text, problem: { field: '', error: problem } }
  const given = parseObject(text)
  const event = typeof given === 'string' ? { field: '', error: given } : readEvent(given)
  return toReading(number, text, event)
}

/** Puts an event, or what is wrong with it, beside its line. */
export function toReading(line: number, text: string, event: ActionEventInput | LineProblem): Reading {
  return 'error' in event ? { line, text, problem: event } : { line, event }
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
