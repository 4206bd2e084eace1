import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { FailureIdentity, FailureOutcome } from '#contract/activity/failures.ts'
import { maxSheetRows } from '#contract/export-job.ts'
import type { Order } from '#contract/order.ts'
import { inIdentitiesSnapshot } from '../../store/activity/causes/identities-snapshot.ts'
import { bytesOf } from '../../store/activity/estimate-export.ts'
import { writeCsv } from '../../write-csv.ts'
import { JobFailed, type JobOutcome, type JobRun } from '../job-kinds.ts'
import { describeQuery } from './describe-query.ts'
import type { Attempt } from './export-dir.ts'
import { makerOf } from './export-events.ts'
import { type ExportTools, fileKinds, noRoom, progressOf, tooManyRows } from './export-tools.ts'
import { finishExport, type UnfinishedExport } from './finish-export.ts'
import {
  identityCells,
  identityCounters,
  identityHeader,
  identityKey,
  identityTexts,
} from './identity-table.ts'
import { selectionOf, type StoredSelection } from './stored-selection.ts'
import { writeWorkbook } from './write-workbook.ts'

/** The kind of job that makes a file of the identities that a cause struck. */
export const identitiesExport = 'FAILURE_IDENTITIES'

/** The order of their list, which is the only one. */
export const newestFailureFirst: Order<'last_failed_at'> = { field: 'last_failed_at', direction: 'desc' }

/** What such a job is asked for; the filter is checked and in canonical form, `became` null where all are wanted. */
export type IdentitiesExportInput = StoredSelection & {
  readonly cause: string
  readonly became: FailureOutcome | null
  readonly order: typeof newestFailureFirst
  readonly format: 'CSV' | 'XLSX'
}

/** Makes a file of identities, and one of the same as JSON. Throws `JobFailed` where there is no room, and for more rows than a sheet holds. */
export async function exportIdentities(tools: ExportTools, run: JobRun): Promise<JobOutcome> {
  const attempt = await tools.dir.begin(run.id, run.attempt)
  try {
    return await finishExport(tools, { run, attempt }, await writeIdentities(tools, run, attempt), {})
  } catch (error) {
    await attempt.abandon()
    throw error
  }
}

async function writeIdentities(
  { store, dir, sheetRows = maxSheetRows }: ExportTools,
  run: JobRun,
  attempt: Attempt,
): Promise<UnfinishedExport> {
  const input = run.input as IdentitiesExportInput
  const { cause, became, format } = input
  const { filter } = selectionOf(input)
  const made_by = await makerOf(store.db, run.maker)
  const [file, lines] = [attempt.create(fileKinds[format]), attempt.create('jsonl')]
  const onCounted = async ({ rows }: { readonly rows: number }) => {
    if (format === 'XLSX' && rows > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
    if (!(await dir.hasRoomFor(await bytesOf(store.db, rows, true)))) throw new JobFailed(noRoom)
    run.progress(progressOf(rows, [file, lines]))
  }
  const written = { rows: 0, guarded: 0, cut: 0 }
  const snapped = await inIdentitiesSnapshot(
    store,
    { filter, cause, became: became ?? undefined },
    { signal: run.signal, onCounted },
    async (identities) => {
      Object.assign(written, await writeTable(format, cellsAndLines(identities, lines), file))
    },
  )
  const { rows, at: snapshot_at } = snapped
  const [guarded_cells, cut_cells] = [written.guarded, written.cut]
  return {
    kind: identitiesExport,
    subject: 'failure-identities',
    made_by,
    snapshot_at,
    query: await describedQuery(store.db, input),
    rows: {
      written: written.rows,
      counted: rows,
      reconciled_with: null,
      first_key: identityKey(snapped.first),
      last_key: identityKey(snapped.last),
    },
    files: [
      { kind: fileKinds[format], holds: 'rows', file, rows: written.rows, guarded_cells, cut_cells },
      { kind: 'jsonl', holds: 'rows, exact values', file: lines, rows, guarded_cells: 0, cut_cells: 0 },
    ],
  }
}

async function writeTable(
  format: IdentitiesExportInput['format'],
  rows: AsyncIterable<ReturnType<typeof identityCells>[]>,
  out: Writable,
): Promise<{ readonly rows: number; readonly guarded?: number; readonly cut?: number }> {
  const header = identityHeader
  if (format === 'CSV') return await writeCsv({ header, texts: identityTexts, rows }, out)
  return await writeWorkbook(
    { title: 'Identities of a failure', header, counters: identityCounters, rows },
    out,
  )
}

/** The cells of identities; the same identities are written as JSON, one a line, on their way. */
async function* cellsAndLines(identities: AsyncIterable<readonly FailureIdentity[]>, lines: Writable) {
  for await (const some of identities) {
    if (!lines.write(some.map((identity) => `${JSON.stringify(identity)}\n`).join('')))
      await once(lines, 'drain')
    yield some.map(identityCells)
  }
}

async function describedQuery(db: ExportTools['store']['db'], input: IdentitiesExportInput): Promise<object> {
  const { became, order } = input
  const described = await describeQuery(db, selectionOf(input), order)
  const words = became === null ? '' : ` and outcome is ${JSON.stringify(became)}`
  return {
    ...described,
    covers: `every identity that the cause struck, at each policy, workflow and action${
      input.filter || became ? ' that the filter matches' : ''
    }`,
    ...(became !== null && { became }),
    filter_in_words: `${described.filter_in_words}${words}`,
  }
}
