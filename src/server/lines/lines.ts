import { isUtf8 } from 'node:buffer'

/**
 * One physical line without its line feed. `problem` says why `text` is not (all of) what stands in the file, `unended`
 * that the file ends without a line feed after it.
 */
export type Line = {
  readonly number: number
  readonly text: string
  readonly problem?: string
  readonly unended?: true
}

/** A longer line is refused and skipped, so that one missing line feed cannot fill the memory. */
export const maxLineBytes = 4 * 1024 * 1024

const lineFeed = 10
const tooLong = `is longer than ${maxLineBytes / 1024 / 1024} MiB`

/**
 * Splits bytes into lines, numbered from 1, and yields those that each chunk completes. Every line is checked to be
 * UTF-8 by itself, so a bad byte spoils one line only. A byte order mark before the first line is dropped.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  const splitter = new Splitter()
  let first = true
  for await (const chunk of chunks) {
    const lines = splitter.push(first ? withoutMark(chunk) : chunk)
    first = false
    if (lines.length > 0) yield lines
  }
  const last = splitter.end()
  if (last) yield [{ ...last, unended: true }]
}

// The first chunk holds the mark whole: it is what the format was told by.
function withoutMark(chunk: Buffer): Buffer {
  return chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? chunk.subarray(3) : chunk
}

class Splitter {
  #number = 0
  #parts: Buffer[] = []
  #size = 0
  /** The beginning of a line that turned out too long; its rest is dropped. */
  #cut: string | undefined

  push(chunk: Buffer): Line[] {
    const from = chunk.indexOf(lineFeed)
    if (from === -1) {
      this.#keep(chunk)
      return []
    }
    this.#keep(chunk.subarray(0, from))
    const lines = [this.#take()]
    const to = chunk.lastIndexOf(lineFeed)
    if (to > from) this.#split(chunk.subarray(from + 1, to), lines)
    this.#keep(chunk.subarray(to + 1))
    return lines
  }

  end(): Line | undefined {
    return this.#size > 0 || this.#cut !== undefined ? this.#take() : undefined
  }

  #split(block: Buffer, lines: Line[]): void {
    if (isUtf8(block) && block.length <= maxLineBytes) {
      for (const text of block.toString('utf8').split('\n')) lines.push({ number: ++this.#number, text })
      return
    }
    for (let from = 0; from <= block.length; ) {
      const end = block.indexOf(lineFeed, from)
      const to = end === -1 ? block.length : end
      this.#keep(block.subarray(from, to))
      lines.push(this.#take())
      from = to + 1
    }
  }

  #keep(part: Buffer): void {
    if (this.#cut !== undefined || part.length === 0) return
    this.#parts.push(part)
    this.#size += part.length
    if (this.#size <= maxLineBytes) return
    this.#cut = Buffer.concat(this.#parts).toString('utf8', 0, 1000)
    this.#parts = []
    this.#size = 0
  }

  #take(): Line {
    const number = ++this.#number
    const cut = this.#cut
    const bytes = this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : Buffer.concat(this.#parts)
    this.#parts = []
    this.#size = 0
    this.#cut = undefined
    if (cut !== undefined) return { number, text: cut, problem: tooLong }
    const text = bytes.toString('utf8')
    return isUtf8(bytes) ? { number, text } : { number, text, problem: 'is not valid UTF-8' }
  }
}
