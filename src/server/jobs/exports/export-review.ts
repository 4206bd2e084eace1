import type { UserKey } from '#contract/people.ts'
import { type Actor, holds } from '#contract/permissions.ts'
import type { Order } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import { refusedHere } from '../../reviews/may-export.ts'
import type { ResultQuery } from '../../reviews/reviews.ts'
import { inSnapshot, onClient } from '../../store/database/snapshot.ts'
import { findCaller } from '../../store/actor.ts'
import {
  bytesOfRows,
  type ExportedRow,
  exportedRows,
  lookForExported,
  type SeenRows,
} from '../../store/reviews/results/exported-rows.ts'
import { JobFailed, type JobOutcome, type JobRun } from '../job-kinds.ts'
import {
  type ExportedFileFacts,
  type ExportResult,
  type ExportTools,
  fileKinds,
  noRoom,
  progressOf,
  takeBackFiles,
  tooManyRows,
} from './export-tools.ts'
import { fileName } from './file-name.ts'
import type { HashedFile } from './hashed-file.ts'
import { historyTable, type ReviewTable, rowsTable } from './review-tables.ts'
import { writeCsv } from './write-csv.ts'
import { maxSheetRows, writeWorkbook } from './write-workbook.ts'

/** The kind of job that makes files of the rows of a certification. */
export const reviewExport = 'ACCESS_REVIEW'

/** What such a job is asked for; filters are checked and in canonical form. */
export type ReviewExportInput = {
  readonly certification_id: string
  readonly filter: Filter | null
  readonly mutable_filter: Filter | null
  readonly order: Order
  readonly format: 'CSV' | 'XLSX'
  /** The name of the sheet. */
  readonly title: string | null
  readonly maker: UserKey
}

/** What it comes to: beside the files, which rows the maker saw. */
export type ReviewExportResult = ExportResult & { readonly seen: SeenRows }

/** A file that was written. */
type Written = { readonly rows: number; readonly guarded: number; readonly cut: number }

/**
 * Makes a file of the rows that the maker sees, and one of their logs, of one snapshot, in which their rights are read too.
 * Throws `JobFailed` where they may not, where there is no room, and for more rows than a sheet holds.
 */
export async function exportReview(tools: ExportTools, run: JobRun): Promise<JobOutcome> {
  const { store, dir } = tools
  const { id, attempt, signal } = run
  const { format } = run.input as ReviewExportInput
  const files = await dir.begin(id, attempt)
  try {
    const kind = fileKinds[format]
    const rowsFile = files.create(kind)
    const historyFile = files.create(`history.${kind}`)
    const written = await inSnapshot(store, signal, async (client) =>
      writeFiles(tools, { run, db: onClient(client), rowsFile, historyFile }),
    )
    const cut_cells = written.rows.cut + written.history.cut
    const factsOf = async (
      subject: string,
      file: HashedFile,
      { rows, cut }: Written,
    ): Promise<ExportedFileFacts> => ({
      file_name: fileName(subject, kind, cut),
      row_count: rows,
      sha256: await file.finish(),
      bytes: file.bytes,
    })
    const result: ReviewExportResult = {
      ...(await factsOf('access-review', rowsFile, written.rows)),
      history: await factsOf('access-review-history', historyFile, written.history),
      guarded_cells: written.rows.guarded + written.history.guarded,
      cut_cells,
      seen: written.seen,
    }
    await files.put()
    return { result, takeBack: () => takeBackFiles(tools, id) }
  } catch (error) {
    await files.abandon()
    throw error
  }
}

type Writing = {
  readonly run: JobRun
  readonly db: ReturnType<typeof onClient>
  readonly rowsFile: HashedFile
  readonly historyFile: HashedFile
}

async function writeFiles(tools: ExportTools, { run, db, rowsFile, historyFile }: Writing) {
  const { dir, store, sheetRows = maxSheetRows } = tools
  const { format, title, ...input } = run.input as ReviewExportInput
  const { actor, whole } = await makerOf(db, input)
  const query: ResultQuery = {
    filter: input.filter ?? undefined,
    mutable_filter: input.mutable_filter ?? undefined,
    order: input.order,
  }
  const { total, runs, entries, read } = await exportedRows(db, actor, input.certification_id, query)
  if (format === 'XLSX' && Math.max(total, entries) > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
  if (!(await dir.hasRoomFor(await bytesOfRows(store.db, total)))) throw new JobFailed(noRoom)
  run.progress(progressOf(total, [rowsFile, historyFile]))
  const write = async (table: ReviewTable, file: HashedFile, usual: string): Promise<Written> => {
    const { header, texts } = table
    const rows = linesOf(read(), table)
    if (format === 'CSV') return { ...(await writeCsv({ header, texts, rows }, file)), cut: 0 }
    const sheet = { title: title ?? usual, header, counters: new Set<string>(), rows }
    return { ...(await writeWorkbook(sheet, file)), guarded: 0 }
  }
  const rows = await write(rowsTable, rowsFile, 'Access review')
  const history = await write(historyTable, historyFile, 'History')
  if (rows.rows !== total || history.rows !== entries)
    throw new Error(`${rows.rows} rows and ${history.rows} entries were written of ${total} and ${entries}`)
  return { rows, history, seen: { whole, runs: whole ? [] : runs } }
}

/** The maker as they are in this snapshot. Throws `JobFailed` where they may not have this export, or not any more. */
async function makerOf(
  db: Writing['db'],
  { maker, certification_id }: Pick<ReviewExportInput, 'maker' | 'certification_id'>,
): Promise<{ actor: Actor; whole: boolean }> {
  const caller = await findCaller(db, maker)
  const actor: Actor | undefined = caller && { via: 'key', scopes: ['reviews:export'], ...caller }
  const certification = actor && (await lookForExported(db, actor, certification_id))
  if (!actor || !certification || !holds(actor, 'reviews:export'))
    throw new JobFailed('You do not see this review any more.')
  const problem = refusedHere(actor, certification)
  if (problem !== undefined) throw new JobFailed(problem)
  return { actor, whole: certification.whole }
}

async function* linesOf(stretches: AsyncIterable<readonly ExportedRow[]>, table: ReviewTable) {
  for await (const rows of stretches) yield rows.flatMap((row) => table.linesOf(row))
}
