import type { ExportFormat } from '#contract/export-job.ts'
import type { Store } from '../../store/database/open.ts'
import { jobsInUse } from '../../store/jobs/job-rows.ts'
import type { DataKind, ExportDir } from './export-dir.ts'
import type { FinishedFile } from './manifest.ts'

/** What exports are made with; `sheetRows` are as many as a sheet of XLSX may have. */
export type ExportTools = {
  readonly store: Pick<Store, 'db' | 'database'>
  readonly dir: ExportDir
  readonly sheetRows?: number
  /** An export of more rows takes a fresh proof: 50,000 unless said. */
  readonly rowsWithoutProof?: number
  /** Of now, unless said: whether the proof of who makes an export is fresh. */
  readonly clock?: () => Date
}

/** A file of an export. */
export type ExportedFileFacts = {
  readonly file_name: string
  readonly row_count: number
  readonly bytes: number
  readonly sha256: string
}

/** What of an export is sent as its pack; hashes of stretches stand in its manifest alone. */
export type PackFacts = {
  readonly file_name: string
  readonly manifest_bytes: number
  readonly manifest_sha256: string
  readonly files: readonly (Omit<FinishedFile, 'chunk_sha256'> & { readonly chunks: number })[]
}

/** What an export comes to. */
export type ExportResult = ExportedFileFacts & {
  readonly guarded_cells: number
  readonly cut_cells: number
  readonly history?: ExportedFileFacts
  /** The instant as of which its rows are; exports of before this was kept do not have it. */
  readonly snapshot_at?: string
  /** Exports have it that were made since there are packs. */
  readonly pack?: PackFacts
}

/** How far it is. */
export type ExportProgress = { readonly total_rows: number | null; readonly written_bytes: number }

/** How the name of a file in a format ends. */
export const fileKinds = { CSV: 'csv', XLSX: 'xlsx', JSONL: 'jsonl' } as const satisfies Readonly<
  Record<ExportFormat, DataKind>
>

/** The progress of an export of so many rows, whose bytes are read when it is written down. */
export function progressOf(total_rows: number, files: readonly { readonly bytes: number }[]): ExportProgress {
  return {
    total_rows,
    get written_bytes() {
      return files.reduce((sum, { bytes }) => sum + bytes, 0)
    },
  }
}

/** Removes the files of a job that was cancelled in its last moment. Where another run has ended it meanwhile, they are that run's. */
export async function takeBackFiles({ store: { db }, dir }: ExportTools, id: string): Promise<void> {
  if (!(await jobsInUse(db, [id])).has(id)) await dir.removeAll(id)
}

/** Why an export is refused, or fails, where its file could fill the disk. */
export const noRoom =
  'There is not enough free space on the server for this export. Narrow the filter, or tell those who run the server.'

/** Why an export as XLSX is refused, or fails, that has more rows than a sheet holds. */
export function tooManyRows(most: number): string {
  return `XLSX holds at most ${most.toLocaleString('en')} rows, and this export has more. Narrow the filter, or take CSV.`
}
