import type { CompareOp, Filter, Path } from './ast.ts'
import { ScimError, type ScimErrorCode } from './error.ts'
import { readOperator } from './read-operator.ts'
import { readPath } from './read-path.ts'
import { readValue } from './read-value.ts'
import { Reader } from './reader.ts'

/** What a filter may cost. Depth counts `(`, `not (` and `[`; clauses are comparisons and `pr`. */
export interface Limits {
  length: number
  depth: number
  clauses: number
}

const limits: Limits = { length: 8192, depth: 32, clauses: 256 }

/**
 * Reads a filter of RFC 7644 section 3.4.2.2. White space is space, tab, CR and LF, also around the filter and before
 * `[`; `not` needs parentheses but no space before them; value paths do not nest. Nodes carry their spans. Throws
 * ScimError for anything else, empty text and text beyond the limits included (lengths in UTF-16 units).
 */
export function parse(text: string, within: Limits = limits): Filter {
  if (text.length > within.length) throw new ScimError('tooLong', within.length, text.length)
  return new Parser(text, within).whole()
}

const OPEN = 0x28
const CLOSE = 0x29
const OPEN_SQUARE = 0x5b
const CLOSE_SQUARE = 0x5d

/** One method per rule of the grammar. Each leaves the place behind the white space after what it read. */
class Parser {
  private readonly reader: Reader
  private readonly within: Limits
  private depth = 0
  private clauses = 0
  private inValuePath = false
  /** Whether there was white space just before the present place. */
  private spaced = false

  constructor(text: string, within: Limits) {
    this.reader = new Reader(text)
    this.within = within
  }

  whole(): Filter {
    this.skipSpace()
    if (this.reader.peek() === -1) throw new ScimError('empty', 0, this.reader.end)
    const filter = this.or()
    if (this.reader.peek() !== -1) throw this.afterClause()
    return filter
  }

  private or(): Filter {
    const first = this.and()
    if (!this.passWord('or')) return first
    const filters: [Filter, Filter, ...Filter[]] = [first, this.and()]
    while (this.passWord('or')) filters.push(this.and())
    return { kind: 'or', filters }
  }

  private and(): Filter {
    const first = this.term()
    if (!this.passWord('and')) return first
    const filters: [Filter, Filter, ...Filter[]] = [first, this.term()]
    while (this.passWord('and')) filters.push(this.term())
    return { kind: 'and', filters }
  }

  private term(): Filter {
    const { reader } = this
    if (reader.peek() === OPEN) return this.group()
    const start = reader.at
    const path = readPath(reader)
    const isNot = reader.at - start === 3 && path.name.toLowerCase() === 'not'
    this.skipSpace()
    const next = reader.peek()
    if (next === OPEN_SQUARE) return this.valuePath(path, start)
    if (next === OPEN && isNot) return { kind: 'not', filter: this.group() }
    if (!this.spaced && reader.wordEnd() > reader.at) throw new ScimError('badName', start, reader.wordEnd())
    const op = this.spaced ? readOperator(reader) : undefined
    if (op === undefined) throw this.here(isNot && next !== -1 ? 'notNeedsParentheses' : 'expectedOperator')
    return op === 'pr' ? this.present(path, start) : this.comparison(path, op, start)
  }

  private group(): Filter {
    const filter = this.bracketed(CLOSE)
    this.skipSpace()
    return filter
  }

  private valuePath(path: Path, start: number): Filter {
    if (this.inValuePath) throw this.here('nestedValuePath')
    this.inValuePath = true
    const filter = this.bracketed(CLOSE_SQUARE)
    this.inValuePath = false
    const end = this.reader.at
    this.skipSpace()
    return { kind: 'valuePath', path, filter, span: { start, end } }
  }

  /** From the opening bracket to just behind the closing one. */
  private bracketed(close: number): Filter {
    const { reader } = this
    const open = reader.at
    if (++this.depth > this.within.depth) throw new ScimError('tooDeep', open, open + 1)
    reader.at++
    this.skipSpace()
    const filter = this.or()
    const next = reader.peek()
    if (next === -1) throw new ScimError('unclosed', open, open + 1)
    if (next !== close) throw this.afterClause()
    reader.at++
    this.depth--
    return filter
  }

  private present(path: Path, start: number): Filter {
    const end = this.reader.at
    this.countClause(start)
    this.skipSpace()
    return { kind: 'present', path, span: { start, end } }
  }

  private comparison(path: Path, op: CompareOp, start: number): Filter {
    const { reader } = this
    this.skipSpace()
    const valueStart = reader.at
    const value = readValue(reader)
    if (!this.spaced) throw new ScimError('expectedSpace', valueStart, reader.at)
    const end = reader.at
    this.countClause(start)
    this.skipSpace()
    return { kind: 'cmp', path, op, value, span: { start, end }, valueSpan: { start: valueStart, end } }
  }

  private countClause(start: number): void {
    if (++this.clauses > this.within.clauses) throw new ScimError('tooManyClauses', start, this.reader.end)
  }

  /** Passes `word` and the white space behind it if it stands here, apart from the clause before. */
  private passWord(word: 'and' | 'or'): boolean {
    if (!this.spaced || !this.standsHere(word)) return false
    this.reader.at += word.length
    this.skipSpace()
    if (!this.spaced && this.reader.peek() === OPEN) throw this.here('expectedSpace')
    return true
  }

  private standsHere(word: 'and' | 'or'): boolean {
    const { reader } = this
    const end = reader.at + word.length
    if ((reader.peek() | 0x20) !== word.charCodeAt(0) || reader.wordEnd() !== end) return false
    return reader.text.slice(reader.at, end).toLowerCase() === word
  }

  private skipSpace(): void {
    this.spaced = this.reader.skipSpace()
  }

  /** What is wrong with a place where a clause neither ends nor goes on. */
  private afterClause(): ScimError {
    return this.here(this.standsHere('and') || this.standsHere('or') ? 'expectedSpace' : 'unexpected')
  }

  /** An error over the word or sign at the present place. */
  private here(code: ScimErrorCode): ScimError {
    const { at, end } = this.reader
    return new ScimError(code, at, Math.max(this.reader.wordEnd(), Math.min(at + 1, end)))
  }
}
