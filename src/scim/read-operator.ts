import type { CompareOp } from './ast.ts'
import type { Reader } from './reader.ts'

const operators: ReadonlyMap<number, CompareOp | 'pr'> = new Map(
  (['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'] as const).map((op) => [
    letterPair(op.charCodeAt(0), op.charCodeAt(1)),
    op,
  ]),
)

/** Passes the operator at the present place, in any case and as a word of its own; undefined when there is none. */
export function readOperator(reader: Reader): CompareOp | 'pr' | undefined {
  const { text, at } = reader
  if (reader.wordEnd() !== at + 2) return undefined
  const op = operators.get(letterPair(text.charCodeAt(at), text.charCodeAt(at + 1)))
  if (op !== undefined) reader.at += 2
  return op
}

/** Two letters in either case as one number, so that no text is cut out to compare it. */
function letterPair(first: number, second: number): number {
  return (first | 0x20) * 0x10000 + (second | 0x20)
}
