import { mediaTypes } from '#contract/export-job.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { version } from '../../version.ts'
import type { JobRun } from '../job-kinds.ts'
import type { DataKind } from './export-dir.ts'
import { chunkBytes, type FileFacts } from './hashed-file.ts'

/** What a file of an export holds. */
export type Holds = 'rows' | 'rows, exact values' | 'history' | 'history, exact values'

/** What is said of a file besides its bytes. */
export type FileContent = {
  readonly kind: DataKind
  readonly holds: Holds
  readonly rows: number
  readonly guarded_cells: number
  readonly cut_cells: number
}

/** A file that is finished. */
export type FinishedFile = FileContent & FileFacts & { readonly name: string }

/** The rows of the first file: `counted` by the server in the same snapshot, and of a review once more by another way. */
export type RowFacts = {
  readonly written: number
  readonly counted: number
  readonly reconciled_with: { readonly what: string; readonly count: number } | null
  readonly first_key: object | null
  readonly last_key: object | null
}

/** What an export holds, and of what. */
export type ExportFacts = {
  readonly made_by: WorkflowUser
  readonly snapshot_at: string
  readonly query: object
  readonly rows: RowFacts
}

/** What a manifest says. */
export type ManifestParts = ExportFacts & {
  readonly run: Pick<JobRun, 'id' | 'created_at' | 'attempt'>
  readonly kind: string
  readonly key_id: string
  readonly files: readonly FinishedFile[]
}

/**
 * The manifest of an export (docs/exports.md), as its text is signed. Throws where its numbers do not add up: then the export
 * is not whole.
 */
export function manifestText(parts: ManifestParts): string {
  const { run, kind, key_id, made_by, snapshot_at, query, rows, files } = parts
  checkNumbers(rows, files)
  const manifest = {
    format: 'countersign-export',
    format_version: 1,
    complete: true,
    export: {
      id: run.id,
      kind,
      made_by: { user_type: made_by.user_type, id: made_by.id, name: made_by.name, email: made_by.email },
      created_at: run.created_at,
      snapshot_at,
      attempt: run.attempt,
    },
    server: { version, key_id },
    query,
    rows,
    files: files.map(described),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function described(file: FinishedFile) {
  return {
    name: file.name,
    holds: file.holds,
    media_type: mediaTypeOf(file.kind),
    rows: file.rows,
    bytes: file.bytes,
    newlines: file.newlines,
    guarded_cells: file.guarded_cells,
    cut_cells: file.cut_cells,
    sha256: file.sha256,
    chunk_bytes: chunkBytes,
    chunk_sha256: file.chunk_sha256,
  }
}

function mediaTypeOf(kind: DataKind): string {
  if (kind.endsWith('csv')) return mediaTypes.CSV
  return kind.endsWith('xlsx') ? mediaTypes.XLSX : mediaTypes.JSONL
}

function checkNumbers({ written, counted, reconciled_with }: RowFacts, files: readonly FinishedFile[]): void {
  if (written !== counted) throw new Error(`${written} rows were written of ${counted}`)
  if (reconciled_with && reconciled_with.count !== counted)
    throw new Error(
      `${counted} rows were counted, but ${reconciled_with.count} are the ${reconciled_with.what}`,
    )
  for (const { name, kind, holds, rows, newlines } of files) {
    if (holds.startsWith('rows') && rows !== written)
      throw new Error(`${name} has ${rows} rows of ${written}`)
    if (kind.endsWith('jsonl') && newlines !== rows)
      throw new Error(`${name} has ${newlines} lines of ${rows}`)
  }
}
