import { counted } from '#std/counted.ts'
import { batchSize } from '../../../store/activity/load-run.ts'
import { readCsv } from './csv.ts'
import type { Input } from './input.ts'
import type { Kind, NumberedRow } from './kind.ts'
import { type Line, readLines } from '../../../lines/lines.ts'
import { type Reading, readNdjson } from './ndjson.ts'
import { CutShort } from '../../../lines/problem.ts'
import { number } from './progress.ts'
import type { Separator } from '../../../lines/separator.ts'
import type { Rejects } from './rejects.ts'

type ReadOptions = { readonly signal: AbortSignal; readonly rows?: number | undefined }

/** Reads the rows of a file in batches, hands what is none to the rejects, and counts. */
export class RowReader<T extends object> {
  /** Lines read that were not empty; for CSV, records after the header. */
  lines = 0
  /** Whether the file ends without a line feed; known when all of it has been read. */
  endsInLine = false
  /** What stands between the cells of a CSV file; undefined for another format. */
  separator: Separator | undefined
  readonly #readings: AsyncGenerator<Reading<T>[]>
  readonly #rejects: Rejects
  readonly #signal: AbortSignal
  readonly #wanted: number | undefined
  #first: IteratorResult<Reading<T>[]> | undefined

  /** `rows` is how many lines the file has to have, if that is known. */
  constructor(kind: Kind<T>, input: Input, rejects: Rejects, { signal, rows }: ReadOptions) {
    const lines = this.#watchEnd(readLines(input.chunks))
    this.#readings =
      input.format === 'csv'
        ? readCsv(lines, kind, (separator) => {
            this.separator = separator
          })
        : readNdjson(lines, kind)
    this.#rejects = rejects
    this.#signal = signal
    this.#wanted = rows
  }

  /** Reads the first lines. Throws NotStarted for a header that is none: nothing has been changed yet. */
  async begin(): Promise<void> {
    this.#first = await this.#readings.next()
  }

  /** Call `begin` before. Throws the signal's reason once it is aborted, and CutShort at the end. */
  async *batches(): AsyncGenerator<NumberedRow<T>[]> {
    this.#rejects.begin()
    let batch: NumberedRow<T>[] = []
    for (let block = this.#first; block && !block.done; block = await this.#readings.next()) {
      this.#signal.throwIfAborted()
      await this.#sort(block.value, batch)
      if (batch.length < batchSize) continue
      yield batch
      batch = []
    }
    // Whoever sends may have been stopped too: what looks like the end would be none.
    this.#signal.throwIfAborted()
    if (batch.length > 0) yield batch
    if (this.#wanted !== undefined && this.lines !== this.#wanted)
      throw new CutShort(
        `the file has ${counted(this.lines, 'row')} where --rows says ${number(this.#wanted)}`,
      )
  }

  async *#watchEnd(blocks: AsyncIterable<Line[]>): AsyncGenerator<Line[]> {
    for await (const lines of blocks) {
      this.endsInLine = lines.at(-1)?.unended ?? false
      yield lines
    }
  }

  async #sort(block: readonly Reading<T>[], batch: NumberedRow<T>[]): Promise<void> {
    const rejected = []
    for (const reading of block) {
      if ('row' in reading) batch.push(reading)
      else rejected.push(reading)
    }
    this.lines += block.length
    await this.#rejects.add(rejected)
  }
}
