import { maxSheetRows } from '#contract/export-job.ts'
import type { UserKey } from '#contract/people.ts'
import { type Actor, holds } from '#contract/permissions.ts'
import { type Order, printOrder } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import { inWords } from '#scim/in-words.ts'
import { print } from '#scim/print.ts'
import { refusedHere } from '../../reviews/may-export.ts'
import { inSnapshot, onClient } from '../../store/database/snapshot.ts'
import { findCaller } from '../../store/actor.ts'
import { Refused } from '../../refused.ts'
import { findToCompare } from '../../store/reviews/last-time/compare-with.ts'
import { nameOfCertification } from '../../store/reviews/certifications/certification-name.ts'
import {
  bytesOfRows,
  type ExportedCertification,
  type ExportedRow,
  exportedRows,
  lookForExported,
  reconciledWith,
  type SeenRows,
} from '../../store/reviews/results/exported-rows.ts'
import { JobFailed, type JobOutcome, type JobRun } from '../job-kinds.ts'
import type { Attempt } from './export-dir.ts'
import {
  type ExportResult,
  type ExportTools,
  fileKinds,
  noRoom,
  progressOf,
  tooManyRows,
} from './export-tools.ts'
import { nameInFile } from '../../file-name.ts'
import { finishExport, type UnfinishedExport, type WrittenFile } from './finish-export.ts'
import type { HashedFile } from './hashed-file.ts'
import { columnsVersion, historyTable, type ReviewTable, rowsTable } from './review-tables.ts'
import { writeCsv } from '../../write-csv.ts'
import { writeLines } from './write-lines.ts'
import { writeWorkbook } from './write-workbook.ts'

/** The kind of job that makes files of the rows of a certification. */
export const reviewExport = 'ACCESS_REVIEW'

/** What such a job is asked for; filters are checked and in canonical form. */
export type ReviewExportInput = {
  readonly certification_id: string
  readonly filter: Filter | null
  readonly mutable_filter: Filter | null
  /** These two are absent from what was asked for before there was last time. */
  readonly last_time_filter?: Filter | null
  readonly previous_certification_id?: string | null
  readonly order: Order
  readonly format: 'CSV' | 'XLSX'
  /** The name of the sheet. */
  readonly title: string | null
  readonly maker: UserKey
}

/** What it comes to: beside the files, which rows the maker saw. */
export type ReviewExportResult = ExportResult & { readonly seen: SeenRows }

/**
 * Makes a file of the rows that the maker sees, and one of their logs, and both as JSON, of one snapshot, in which their rights
 * are read too. Throws `JobFailed` where they may not, where there is no room, and for more rows than a sheet holds.
 */
export async function exportReview(
  tools: ExportTools,
  run: JobRun,
): Promise<JobOutcome & { readonly result: ReviewExportResult }> {
  const { store, dir } = tools
  const attempt = await dir.begin(run.id, run.attempt)
  try {
    const { seen, ...unfinished } = await inSnapshot(store, run.signal, async (client, at) =>
      writeFiles(tools, { run, attempt, db: onClient(client), at }),
    )
    return await finishExport(tools, { run, attempt }, unfinished, { seen })
  } catch (error) {
    await attempt.abandon()
    throw error
  }
}

type Writing = {
  readonly run: JobRun
  readonly attempt: Attempt
  readonly db: ReturnType<typeof onClient>
  readonly at: string
}

async function writeFiles(
  { dir, store, sheetRows = maxSheetRows }: ExportTools,
  { run, attempt, db, at }: Writing,
): Promise<UnfinishedExport & { readonly seen: SeenRows }> {
  const input = run.input as ReviewExportInput
  const { certification_id, format } = input
  const { actor, certification } = await makerOf(db, input)
  const query = {
    filter: input.filter ?? undefined,
    mutable_filter: input.mutable_filter ?? undefined,
    last_time_filter: input.last_time_filter ?? undefined,
    order: input.order,
  }
  const previous = await previousOf(db, actor, certification, input)
  const { total, ids, runs, entries, read } = await exportedRows(db, actor, certification_id, {
    ...query,
    previous,
  })
  if (format === 'XLSX' && Math.max(total, entries) > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
  if (!(await dir.hasRoomFor(await bytesOfRows(store.db, total)))) throw new JobFailed(noRoom)
  const files = await writeAll(run, attempt, {
    read,
    lastTime: certification.lastTime,
    onStarted: (all) => run.progress(progressOf(total, all)),
  })
  for (const { holds, rows } of files) {
    const wanted = holds.startsWith('rows') ? total : entries
    if (rows !== wanted) throw new Error(`${rows} were written of ${wanted} ${holds}`)
  }
  const { whole, lastTime } = certification
  const certification_name = await nameOfCertification(db, certification_id)
  return {
    kind: reviewExport,
    subject: ['access-review', nameInFile(certification_name ?? '')].filter(Boolean).join('-'),
    made_by: actor.user,
    snapshot_at: at,
    query: { ...describedQuery(input, whole), certification_name },
    rows: {
      written: files[0].rows,
      counted: total,
      reconciled_with: await reconciledWith(db, actor, certification, query),
      first_key: keyOf(ids.at(0)),
      last_key: keyOf(ids.at(-1)),
    },
    files,
    seen: { whole, runs: whole ? [] : runs, lastTime },
  }
}

type Reading = {
  /** Whether what was last time is told. */
  readonly lastTime: boolean
  readonly read: () => AsyncIterable<readonly ExportedRow[]>
  readonly onStarted: (files: readonly HashedFile[]) => void
}

async function writeAll(run: JobRun, attempt: Attempt, { read, lastTime, onStarted }: Reading) {
  const { format, title } = run.input as ReviewExportInput
  const kind = fileKinds[format]
  const files = {
    rows: attempt.create(kind),
    history: attempt.create(`history.${kind}`),
    rowLines: attempt.create('jsonl'),
    historyLines: attempt.create('history.jsonl'),
  }
  onStarted(Object.values(files))
  const write = async (
    holds: 'rows' | 'history',
    table: ReviewTable,
    usual: string,
  ): Promise<WrittenFile> => {
    const { header, texts } = table
    const file = files[holds]
    const content = { kind: holds === 'rows' ? kind : (`history.${kind}` as const), holds, file }
    const rows = linesOf(read(), table)
    if (format === 'CSV') {
      const written = await writeCsv({ header, texts, rows }, file)
      return { ...content, rows: written.rows, guarded_cells: written.guarded, cut_cells: 0 }
    }
    const sheet = { title: title ?? usual, header, counters: new Set<string>(), rows }
    const written = await writeWorkbook(sheet, file)
    return { ...content, rows: written.rows, guarded_cells: 0, cut_cells: written.cut }
  }
  const rows = await write('rows', rowsTable(lastTime), 'Access review')
  const history = await write('history', historyTable, 'Row history')
  const lines = await writeLines(read(), files.rowLines, files.historyLines)
  const exact = { guarded_cells: 0, cut_cells: 0 }
  const exactRows = { ...exact, kind: 'jsonl', holds: 'rows, exact values', file: files.rowLines } as const
  const exactHistory = { ...exact, kind: 'history.jsonl', holds: 'history, exact values' } as const
  return [
    rows,
    history,
    { ...exactRows, rows: lines.rows },
    { ...exactHistory, file: files.historyLines, rows: lines.history },
  ] as const satisfies readonly WrittenFile[]
}

/** The maker as they are in this snapshot. Throws `JobFailed` where they may not have this export, or not any more. */
async function makerOf(
  db: Writing['db'],
  { maker, certification_id }: Pick<ReviewExportInput, 'maker' | 'certification_id'>,
): Promise<{ readonly actor: Actor; readonly certification: ExportedCertification }> {
  const caller = await findCaller(db, maker)
  const actor: Actor | undefined = caller && { via: 'key', scopes: ['reviews:export'], ...caller }
  const certification = actor && (await lookForExported(db, actor, certification_id))
  if (!actor || !certification || !holds(actor, 'reviews:export'))
    throw new JobFailed('You do not see this review any more.')
  const problem = refusedHere(actor, certification)
  if (problem !== undefined) throw new JobFailed(problem)
  return { actor, certification }
}

/** The certification that the rows are compared with, where that was asked for. Throws `JobFailed` where its maker may not any more. */
async function previousOf(
  db: Writing['db'],
  actor: Actor,
  { number }: ExportedCertification,
  { previous_certification_id }: ReviewExportInput,
): Promise<number | undefined> {
  if (!previous_certification_id) return undefined
  try {
    return await findToCompare(db, actor, number, previous_certification_id)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new JobFailed('You do not see the whole of the review to compare with any more.')
  }
}

function describedQuery(
  { filter, mutable_filter, last_time_filter, order, certification_id, ...input }: ReviewExportInput,
  whole: boolean,
): object {
  const parts = [filter, mutable_filter, last_time_filter].flatMap((part) => part ?? [])
  const [first, second, ...others] = parts
  const everything = whole ? 'every row' : 'every row that the maker may see'
  return {
    covers: coverage(whole, first !== undefined),
    filter: filter ? print(filter) : '',
    mutable_filter: mutable_filter ? print(mutable_filter) : '',
    ...(last_time_filter && { last_time_filter: print(last_time_filter) }),
    filter_in_words:
      first && second
        ? inWords({ kind: 'and', filters: [first, second, ...others] })
        : first
          ? inWords(first)
          : everything,
    order_by: printOrder(order),
    certification_id,
    ...(input.previous_certification_id && { previous_certification_id: input.previous_certification_id }),
    columns_version: columnsVersion,
  }
}

/** Which rows of the certification there are in words. How many others it has is not for everybody who sees a part of it. */
function coverage(whole: boolean, isFiltered: boolean): string {
  if (!whole)
    return `only the rows of the review that the maker may see${isFiltered ? ' and the filter matches' : ''}`
  return `every row of the review${isFiltered ? ' that the filter matches' : ''}`
}

function keyOf(result_id: number | undefined): object | null {
  return result_id === undefined ? null : { result_id }
}

async function* linesOf(stretches: AsyncIterable<readonly ExportedRow[]>, table: ReviewTable) {
  for await (const rows of stretches) yield rows.flatMap((row) => table.linesOf(row))
}
