import { CsvError, parse } from 'csv-parse/sync'
import { counted } from '#std/counted.ts'
import { type Line, maxLineBytes } from './lines.ts'
import { CutShort } from './problem.ts'
import { namedSeparator, type Separator, separatorOf } from './separator.ts'

/** One record of a CSV file, or the line that spoils one and why. `line` is that of its first character. */
export type CsvRecord =
  | { readonly line: number; readonly text: string; readonly cells: readonly string[] }
  | { readonly line: number; readonly text: string; readonly problem: string }

const words: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'has a character between a closing quote and the end of its cell',
  INVALID_OPENING_QUOTE: 'has a quote in the middle of a cell that does not begin with one',
  CSV_QUOTE_NOT_CLOSED: 'has a quote that is not closed',
}
const notClosed = words['CSV_QUOTE_NOT_CLOSED'] ?? ''

/**
 * Reads the records of a CSV file (RFC 4180). csv-parse reads the cells; what stands here is where a record ends, so
 * that one with a broken quote spoils its own line and not the rest of the file: a record ends at the first line feed
 * with an even number of quotes before it, and when the lines so gathered are no record, only the first one is given up.
 * Throws CutShort after the last record when a quote is still open, or when that record has too few cells and no line feed
 * after it.
 */
export async function* readRecords(
  blocks: AsyncIterable<Line[]>,
  onSeparator: (separator: Separator) => void = () => undefined,
): AsyncGenerator<CsvRecord[]> {
  const framer = new Framer(onSeparator)
  for await (const lines of blocks) yield framer.read(lines)
  yield framer.end()
  framer.checkEnd()
}

class Framer {
  readonly #onSeparator: (separator: Separator) => void
  #separator: Separator | undefined
  #width: number | undefined
  #open: Line[] = []
  #openLength = 0
  /** Whole lines that wait to be parsed in one go. */
  #whole: Line[] = []
  #records: CsvRecord[] = []
  #last: Line | undefined
  #lastWidth = 0

  constructor(onSeparator: (separator: Separator) => void) {
    this.#onSeparator = onSeparator
  }

  read(lines: readonly Line[]): CsvRecord[] {
    for (const line of lines) this.#add(line)
    return this.#flush()
  }

  /** Gives up what cannot be a quoted cell whatever came after it. */
  end(): CsvRecord[] {
    for (let [first] = this.#open; first; [first] = this.#open) {
      const problem = parseTogether([first], this.#separator)
      if (typeof problem !== 'string' || problem === notClosed) break
      this.#giveUp(problem)
    }
    return this.#flush()
  }

  checkEnd(): void {
    const [open] = this.#open
    if (open)
      throw new CutShort(
        `the file seems to be cut short: the quote that line ${open.number} opens is never closed`,
      )
    const last = this.#last
    if (last?.unended && (last.problem !== undefined || this.#lastWidth < (this.#width ?? 0)))
      throw new CutShort(
        `the file seems to be cut short: its last line (${last.number}) is incomplete and ends without a line feed`,
      )
  }

  #add(line: Line): void {
    if (line.problem !== undefined || line.text.trim() !== '') this.#last = line
    if (this.#open.length === 0) this.#begin(line)
    else this.#goOn(line)
  }

  #begin(line: Line): void {
    if (line.problem === undefined && line.text.trim() === '') return
    if (this.#separator === undefined && this.#findSeparator(line.text)) return
    if (line.problem !== undefined || evenQuotes(line.text)) this.#whole.push(line)
    else {
      this.#open = [line]
      this.#openLength = line.text.length
    }
  }

  /** Takes the first line of the file; true when that only says what the separator is. */
  #findSeparator(text: string): boolean {
    const named = namedSeparator(text)
    this.#separator = named ?? separatorOf(text)
    this.#onSeparator(this.#separator)
    return named !== undefined
  }

  #goOn(line: Line): void {
    this.#open.push(line)
    this.#openLength += line.text.length
    if (line.problem !== undefined || this.#openLength > maxLineBytes) this.#giveUp(notClosed)
    else if (!evenQuotes(line.text)) this.#close()
  }

  #close(): void {
    this.#parseWhole()
    const [first] = this.#open
    if (!first) return
    const text = this.#open.map((line) => line.text).join('\n')
    const record = this.#checked(parseRecords([{ number: first.number, text }], this.#separator)[0])
    if (!record || 'problem' in record) return this.#giveUp(record?.problem ?? notClosed)
    this.#records.push(record)
    this.#open = []
  }

  /** Gives up the line that opened a quote, and reads those after it as if it were not there. */
  #giveUp(problem: string): void {
    this.#parseWhole()
    const [first, ...rest] = this.#open
    this.#open = []
    if (first) this.#records.push({ line: first.number, text: first.text, problem })
    for (const line of rest) this.#add(line)
  }

  #parseWhole(): void {
    for (const record of parseRecords(this.#whole, this.#separator)) {
      const checked = this.#checked(record)
      if (checked) this.#records.push(checked)
    }
    this.#whole = []
  }

  #flush(): CsvRecord[] {
    this.#parseWhole()
    const records = this.#records
    this.#records = []
    return records
  }

  /** The first record, the header, says how many cells each has. */
  #checked(record: CsvRecord | undefined): CsvRecord | undefined {
    if (!record || 'problem' in record) return record
    this.#lastWidth = record.cells.length
    this.#width ??= record.cells.length
    if (record.cells.length === this.#width) return record
    const problem = `has ${counted(record.cells.length, 'cell')} where the header has ${this.#width}`
    return { line: record.line, text: record.text, problem }
  }
}

/** Parses texts of one record each, in as few calls as it can: all at once, and by halves where that fails. */
function parseRecords(texts: readonly Line[], separator: Separator = ','): CsvRecord[] {
  const [first] = texts
  if (!first) return []
  if (texts.length === 1 && first.problem !== undefined)
    return [{ line: first.number, text: first.text, problem: first.problem }]
  const parsed = parseTogether(texts, separator)
  if (typeof parsed !== 'string')
    return texts.map(({ number, text }, index) => ({ line: number, text, cells: parsed[index] ?? [] }))
  if (texts.length === 1) return [{ line: first.number, text: first.text, problem: parsed }]
  const middle = Math.ceil(texts.length / 2)
  return [...parseRecords(texts.slice(0, middle), separator), ...parseRecords(texts.slice(middle), separator)]
}

function parseTogether(texts: readonly Line[], delimiter: Separator = ','): string[][] | string {
  if (texts.some((line) => line.problem !== undefined)) return 'is not valid'
  try {
    const records: string[][] = parse(texts.map((line) => `${line.text}\n`).join(''), {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
    })
    return records.length === texts.length ? records : 'is not one record'
  } catch (error) {
    // csv-parse's own message repeats the text.
    if (error instanceof CsvError) return words[error.code] ?? 'is not CSV'
    throw error
  }
}

function evenQuotes(text: string): boolean {
  let even = true
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) even = !even
  return even
}
