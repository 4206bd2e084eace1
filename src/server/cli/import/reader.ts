import { batchSize } from '../load-run.ts'
import { readCsv } from './csv.ts'
import type { Input } from './input.ts'
import type { Kind, NumberedRow } from './kind.ts'
import { readLines } from './lines.ts'
import { type Reading, readNdjson } from './ndjson.ts'
import type { Rejects } from './rejects.ts'

/** Reads the rows of a file in batches, hands what is none to the rejects, and counts. */
export class RowReader<T extends object> {
  /** Lines read that were not empty; for CSV, records after the header. */
  lines = 0
  readonly #readings: AsyncGenerator<Reading<T>[]>
  readonly #rejects: Rejects
  readonly #signal: AbortSignal
  #first: IteratorResult<Reading<T>[]> | undefined

  constructor(kind: Kind<T>, input: Input, rejects: Rejects, signal: AbortSignal) {
    const lines = readLines(input.chunks)
    this.#readings = input.format === 'csv' ? readCsv(lines, kind) : readNdjson(lines, kind)
    this.#rejects = rejects
    this.#signal = signal
  }

  /** Reads the first lines. Throws NotStarted for a header that is none: nothing has been changed yet. */
  async begin(): Promise<void> {
    this.#first = await this.#readings.next()
  }

  /** Call `begin` before. Throws the signal's reason once it is aborted. */
  async *batches(): AsyncGenerator<NumberedRow<T>[]> {
    await this.#rejects.clear()
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
