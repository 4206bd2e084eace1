import type pg from 'pg'
import { importState, removeDemo } from '../../store/imports.ts'
import { loadAlone } from '../../store/load-lock.ts'
import type { Store } from '../../store/open.ts'
import { BrokenOff, messageOf, NotStarted, say } from '../command.ts'
import { loadRun, type RunResult } from '../load-run.ts'
import { type Input, openInput } from './input.ts'
import type { ImportOptions } from './options.ts'
import { number, showProgress } from './progress.ts'
import { EventReader } from './reader.ts'
import { Rejects } from './rejects.ts'

/** What an import did. `loaded` is undefined for a dry run. */
export type Summary = {
  readonly lines: number
  readonly rejected: number
  readonly loaded: RunResult | undefined
}

type Job = {
  readonly options: ImportOptions
  readonly input: Input
  readonly reader: EventReader
  readonly rejects: Rejects
  readonly signal: AbortSignal
}

/**
 * Imports (or only checks) the action events of a file. Opens the store when the file has turned out to be readable,
 * and closes it. Throws NotStarted while nothing has been changed, BrokenOff later; what was loaded by then stays.
 */
export async function importActionEvents(
  options: ImportOptions,
  signal: AbortSignal,
  open: () => Promise<Store>,
): Promise<Summary> {
  const input = await openInput(options.file)
  const rejects = new Rejects(options.rejects)
  const reader = new EventReader(input, rejects, signal)
  // Standard input may have nothing more to say for a long time.
  signal.addEventListener('abort', () => input.close())
  try {
    await rejects.prepare(options.file)
    await reader.begin()
    const loaded = await withProgress({ options, input, reader, rejects, signal }, open)
    return { lines: reader.lines, rejected: rejects.count, loaded }
  } finally {
    for (const line of await rejects.close()) say(line)
    input.close()
  }
}

async function withProgress(job: Job, open: () => Promise<Store>): Promise<Summary['loaded']> {
  const { options, input, reader, rejects, signal } = job
  const stopProgress = showProgress(process.stderr, input.size, () => ({
    lines: reader.lines,
    rejected: rejects.count,
    bytes: input.bytesRead(),
  }))
  try {
    if (!options.dryRun) return await load(job, open)
    // Reading them is the check.
    for await (const _ of reader.batches());
    return undefined
  } catch (error) {
    if (error instanceof NotStarted) throw error
    const rest = options.dryRun ? '' : ' What is loaded stays; the same command run again completes it.'
    throw new BrokenOff(
      `Broken off after reading ${number(reader.lines)} lines: ${messageOf(signal.aborted ? signal.reason : error)}.${rest}`,
    )
  } finally {
    stopProgress()
  }
}

async function load(
  { options, input, reader, rejects }: Job,
  open: () => Promise<Store>,
): Promise<Summary['loaded']> {
  const store = await opened(open)
  try {
    const client = await store.database.openClient('countersign import')
    try {
      await loadAlone(client, () => say('Another load is running on this database; waiting for it to end.'))
      await settleDemo(store, client, options)
      return await loadRun(store, client, {
        fileName: input.fileName,
        demo: false,
        batches: reader.batches(),
        counts: () => ({ sha256: input.sha256(), lines: reader.lines, rejected: rejects.count }),
      })
    } finally {
      await client.end()
    }
  } finally {
    await store.close()
  }
}

async function opened(open: () => Promise<Store>): Promise<Store> {
  try {
    return await open()
  } catch (error) {
    throw new NotStarted(messageOf(error), { cause: error })
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
