import type pg from 'pg'
import { importState, removeDemo } from '../../store/imports.ts'
import { type ActionEventInput, type Loaded } from '../../store/load-action-events.ts'
import { loadAlone } from '../../store/load-lock.ts'
import type { Store } from '../../store/open.ts'
import { BrokenOff, NotStarted, say } from '../command.ts'
import { batchSize, loadRun } from '../load-run.ts'
import { readCsv } from './csv.ts'
import { type Input, openInput } from './input.ts'
import { readLines } from './lines.ts'
import { readNdjson, type Reading } from './ndjson.ts'
import type { ImportOptions } from './options.ts'
import { number, showProgress } from './progress.ts'
import { Rejects } from './rejects.ts'

/** What an import did. `loaded` is undefined for a dry run. */
export type Summary = { readonly lines: number; readonly rejected: number; readonly loaded: Loaded | undefined }

/**
 * Imports (or only checks) the action events of a file. Opens the store when the file has turned out to be readable.
 * Throws NotStarted while nothing has been changed, BrokenOff later; what was loaded by then stays.
 */
export async function importActionEvents(
  options: ImportOptions,
  signal: AbortSignal,
  open: () => Promise<Store>,
): Promise<Summary> {
  const rejects = new Rejects(options.rejects)
  await rejects.prepare()
  const input = await openInput(options.file)
  const lines = readLines(input.chunks)
  const readings = input.format === 'csv' ? readCsv(lines) : readNdjson(lines)
  const work = new Work(input, rejects, readings, signal)
  try {
    await work.begin()
    if (!options.dryRun) return await work.load(options, open)
    for await (const _ of work.batches()); // reading them is the check
    return work.summary(undefined)
  } finally {
    work.stopProgress()
    for (const line of await rejects.close()) say(line)
    input.close()
  }
}

class Work {
  stopProgress: () => void = () => undefined
  #lines = 0
  #first: IteratorResult<Reading[]> | undefined
  readonly #input: Input
  readonly #rejects: Rejects
  readonly #readings: AsyncGenerator<Reading[]>
  readonly #signal: AbortSignal

  constructor(input: Input, rejects: Rejects, readings: AsyncGenerator<Reading[]>, signal: AbortSignal) {
    this.#input = input
    this.#rejects = rejects
    this.#readings = readings
    this.#signal = signal
  }

  /** Reads the first lines: a header that is none is met here, before anything is changed. */
  async begin(): Promise<void> {
    this.#first = await this.#readings.next()
    this.stopProgress = showProgress(process.stderr, this.#input.size, () => ({
      lines: this.#lines,
      rejected: this.#rejects.count,
      bytes: this.#input.bytesRead(),
    }))
  }

  async *batches(): AsyncGenerator<ActionEventInput[]> {
    let batch: ActionEventInput[] = []
    for (let block = this.#first; block && !block.done; block = await this.#readings.next()) {
      this.#signal.throwIfAborted()
      batch.push(...(await this.#sort(block.value)))
      if (batch.length < batchSize) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  async #sort(block: readonly Reading[]): Promise<ActionEventInput[]> {
    const events: ActionEventInput[] = []
    const rejected = []
    for (const reading of block) {
      if ('event' in reading) events.push(reading.event)
      else rejected.push(reading)
    }
    this.#lines += block.length
    await this.#rejects.add(rejected)
    return events
  }

  async load(options: ImportOptions, open: () => Promise<Store>): Promise<Summary> {
    const store = await open()
    try {
      const client = await store.database.openClient('countersign import')
      try {
        await loadAlone(client, () => say('Another load is running on this database; waiting for it to end.'))
        await settleDemo(store, client, options)
        return this.summary(await this.#loadAll(store, client))
      } finally {
        await client.end()
      }
    } finally {
      await store.close()
    }
  }

  async #loadAll(store: Store, client: pg.Client): Promise<Loaded> {
    try {
      return await loadRun(store, client, {
        fileName: this.#input.fileName,
        demo: false,
        batches: this.batches(),
        counts: () => ({ ...this.summary(undefined), sha256: this.#input.sha256() }),
      })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const read = `after reading ${number(this.#lines)} lines`
      throw new BrokenOff(`Broken off ${read}: ${why}. What is loaded stays; the same command run again completes it.`)
    }
  }

  summary(loaded: Loaded | undefined): Summary {
    return { lines: this.#lines, rejected: this.#rejects.count, loaded }
  }
}

/** Real events are not mixed with those of the demonstration by accident: the first import has to say what it wants. */
async function settleDemo(store: Store, client: pg.Client, { demoRows }: ImportOptions): Promise<void> {
  const { demo, imported } = await importState(store.db)
  if (!demo) return
  if (demoRows === 'replace') {
    say(`${number(await removeDemo(client))} events of the demonstration deleted.`)
  } else if (demoRows === undefined && !imported) {
    throw new NotStarted(
      'This database holds events of the demonstration. Say --replace-demo to delete them, or --keep-demo to keep them among the real ones.',
    )
  }
}
