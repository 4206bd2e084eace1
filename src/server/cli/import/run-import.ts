import type pg from 'pg'
import { counted } from '#std/counted.ts'
import { loadAlone } from '../../store/database/load-lock.ts'
import type { Store } from '../../store/database/open.ts'
import { BrokenOff, messageOf, NotStarted, say } from '../command.ts'
import { type Input, openInput } from './file/input.ts'
import type { Kind, NumberedRow } from './file/kind.ts'
import type { Rejected } from './file/ndjson.ts'
import type { ImportOptions } from './options.ts'
import { showProgress } from './file/progress.ts'
import { RowReader } from './file/reader.ts'
import { Rejects } from './file/rejects.ts'
import { checkResultPlaces } from './file/result-places.ts'
import type { Separator } from '../../lines/separator.ts'

/** What an import did; for a dry run, what it would do. */
export type Summary<Loaded> = {
  readonly lines: number
  readonly rejected: number
  /** Whether the file ends without a line feed. */
  readonly endsInLine: boolean
  /** What stands between the cells of a CSV file; undefined for another format. */
  readonly separator: Separator | undefined
  readonly dryRun: boolean
  readonly loaded: Loaded
}

/** The rows of a file on their way in, and what is known of the file when the last of them has been read. */
export type FileRows<T> = {
  readonly fileName: string
  readonly batches: AsyncIterable<readonly NumberedRow<T>[]>
  /** Lines that could be read and cannot be taken all the same. */
  readonly reject: (lines: readonly Rejected[]) => Promise<void>
  /** Leaves the file of rejected lines as an earlier import made it, for one that then throws NotStarted. */
  readonly keepEarlierRejects: () => Promise<void>
  counts(): { readonly sha256: string; readonly lines: number; readonly rejected: number }
}

/** Puts rows into the store, over a client that no other load runs beside. Throws NotStarted when it has changed nothing. */
export type Load<T, Loaded> = (store: Store, client: pg.Client, rows: FileRows<T>) => Promise<Loaded>

/** Where an import goes. */
export type ImportInto = {
  /** Opens the store. */
  readonly open: () => Promise<Store>
  /** Called once nothing that can be known first refuses the import, before it changes anything. */
  readonly announce?: (store: Store, dryRun: boolean) => Promise<void>
}

type Job<T extends object, Loaded> = {
  readonly options: Pick<ImportOptions, 'dryRun'>
  /** Says to a person what has become of what was read, when an import is broken off. */
  readonly afterBreak: () => string
  readonly input: Input
  readonly reader: RowReader<T>
  readonly rejects: Rejects
  readonly signal: AbortSignal
  readonly open: () => Promise<Store>
  readonly load: Load<T, Loaded>
}

/**
 * Imports (or only checks) the rows of a file. Opens the store when the file has turned out to be readable, and closes
 * it. Throws NotStarted while nothing has been changed, BrokenOff later and where the file itself breaks off.
 */
export async function runImport<T extends object, Loaded>(
  kind: Kind<T>,
  options: Pick<ImportOptions, 'file' | 'rejects' | 'dryRun' | 'rows'> & { readonly report?: string },
  signal: AbortSignal,
  into: Pick<Job<T, Loaded>, 'open' | 'load' | 'afterBreak'>,
): Promise<Summary<Loaded>> {
  await checkResultPlaces(options.file, [
    { path: options.rejects, what: 'rejected lines', option: '--rejects' },
    ...(options.report === undefined
      ? []
      : ([{ path: options.report, what: 'the report', option: '--report' }] as const)),
  ])
  const input = await openInput(options.file)
  const rejects = new Rejects(options.rejects)
  const reader = new RowReader(kind, input, rejects, { signal, rows: options.rows })
  // Standard input may have nothing more to say for a long time.
  signal.addEventListener('abort', () => input.close())
  try {
    await reader.begin().catch((error: unknown) => {
      throw brokenOff(error, { options, reader, signal, afterBreak: into.afterBreak })
    })
    const loaded = await withProgress({ options, input, reader, rejects, signal, ...into })
    return {
      lines: reader.lines,
      rejected: rejects.count,
      endsInLine: reader.endsInLine,
      separator: reader.separator,
      dryRun: options.dryRun,
      loaded,
    }
  } finally {
    for (const line of await rejects.close()) say(line)
    input.close()
  }
}

async function withProgress<T extends object, Loaded>(job: Job<T, Loaded>): Promise<Loaded> {
  const { input, reader, rejects } = job
  const stopProgress = showProgress(process.stderr, input.size, () => ({
    lines: reader.lines,
    rejected: rejects.count,
    bytes: input.bytesRead(),
  }))
  try {
    return await loadWith(job)
  } catch (error) {
    throw brokenOff(error, job)
  } finally {
    stopProgress()
  }
}

/** What is told of an error that came while the file was read: a NotStarted stands as it is. */
function brokenOff<T extends object>(
  error: unknown,
  {
    options,
    reader,
    signal,
    afterBreak,
  }: Pick<Job<T, never>, 'options' | 'reader' | 'signal' | 'afterBreak'>,
): Error {
  if (error instanceof NotStarted) return error
  const rest = options.dryRun ? 'Dry run, nothing was changed.' : afterBreak()
  return new BrokenOff(
    `Broken off after reading ${counted(reader.lines, 'line')}: ${messageOf(signal.aborted ? signal.reason : error)}. ${rest}`,
  )
}

async function loadWith<T extends object, Loaded>({
  input,
  reader,
  rejects,
  open,
  load,
}: Job<T, Loaded>): Promise<Loaded> {
  const store = await opened(open)
  try {
    const client = await store.database.openClient('countersign import')
    try {
      await loadAlone(client, () => say('Another load is running on this database; waiting for it to end.'))
      return await load(store, client, {
        fileName: input.fileName,
        batches: reader.batches(),
        reject: (lines) => rejects.add(lines),
        keepEarlierRejects: () => rejects.keepEarlier(),
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
