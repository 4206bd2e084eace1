import type { Rejected } from './ndjson.ts'
import { ResultFile } from './result-file.ts'

/** How many rejected lines the terminal names; the file holds them all. */
const shown = 5
/** So much of a rejected line is kept in the file. */
const maxText = 64 * 1024

/**
 * Collects the lines that were not taken: all of them in a file, made at the first one (NDJSON of `line`, `error`,
 * `field`, `value` where one of several in the field is wrong, `text`), the first few for the terminal.
 */
export class Rejects {
  count = 0
  readonly #first: string[] = []
  readonly #file: ResultFile
  #isEarlierKept = false

  constructor(path: string) {
    this.#file = new ResultFile(path)
  }

  /** From here on the file is of this import. */
  begin(): void {
    this.#file.begin()
  }

  /**
   * Leaves the file of an earlier import, where there is one, for a run that changes nothing after all: of its own
   * rejects nothing is said then.
   */
  async keepEarlier(): Promise<void> {
    if (await this.#file.keepEarlier()) this.#isEarlierKept = true
  }

  async add(rejected: readonly Rejected[]): Promise<void> {
    this.count += rejected.length
    for (const { line, problem } of rejected.slice(0, Math.max(0, shown - this.#first.length)))
      this.#first.push(`line ${line}${problem.field && `, ${problem.field}`}: ${problem.error}`)
    await this.#file.add(rejected.map(toEntry))
  }

  /** Closes the file and says what was rejected, a line each; nothing when nothing was. */
  async close(): Promise<string[]> {
    await this.#file.close()
    if (this.count === 0 || this.#isEarlierKept) return []
    const more = this.count - this.#first.length
    return [
      ...this.#first,
      ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
      `all of them: ${this.#file.place}`,
    ]
  }
}

function toEntry({ line, problem: { error, field }, value, text }: Rejected): object {
  const kept = text.slice(0, maxText).toWellFormed()
  return { line, error, field, ...(value === undefined ? {} : { value }), text: kept }
}
