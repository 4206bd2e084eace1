import { createHash } from 'node:crypto'
import { signerOf } from '../../store/export-keys.ts'
import type { JobOutcome, JobRun } from '../job-kinds.ts'
import type { Attempt } from './export-dir.ts'
import { type ExportedFileFacts, type ExportResult, type ExportTools, takeBackFiles } from './export-tools.ts'
import { fileName } from '../../file-name.ts'
import type { HashedFile } from './hashed-file.ts'
import { type ExportFacts, type FileContent, type FinishedFile, manifestText } from './manifest.ts'

/** A file with all of its rows, which is not finished yet. */
export type WrittenFile = FileContent & { readonly file: HashedFile }

/** What an export is before its files are in their places. */
export type UnfinishedExport = ExportFacts & {
  readonly kind: string
  /** How the names of its files begin: `action-events`, `access-review-q4`. */
  readonly subject: string
  /** The first is the one that is downloaded. */
  readonly files: readonly [WrittenFile, ...WrittenFile[]]
}

/**
 * Finishes the files of an export, says in a signed manifest what they are, and puts all in their places. Throws where their
 * numbers do not add up. `more` is kept with what the export came to.
 */
export async function finishExport<More extends object>(
  tools: ExportTools,
  { run, attempt }: { readonly run: JobRun; readonly attempt: Attempt },
  { kind, subject, files, ...facts }: UnfinishedExport,
  more: More,
): Promise<JobOutcome & { readonly result: ExportResult & More }> {
  const now = new Date()
  const finish = async ({ file, ...content }: WrittenFile): Promise<FinishedFile> => {
    const of = content.kind.startsWith('history.') ? `${subject}-history` : subject
    const ending = content.kind.replace('history.', '')
    return { ...content, name: fileName(of, ending, content.cut_cells, now), ...(await file.finish()) }
  }
  const [first, ...others] = files
  const rows = await finish(first)
  const finished = [rows]
  for (const file of others) finished.push(await finish(file))
  const signer = await signerOf(tools.store.db)
  const text = Buffer.from(manifestText({ ...facts, run, kind, key_id: signer.key_id, files: finished }))
  await write(attempt.create('manifest.json'), text)
  await write(attempt.create('manifest.json.sig'), signer.sign(text))
  await attempt.put()
  const history = finished.find(({ holds }) => holds === 'history')
  const result = {
    ...factsOf(rows),
    ...(history && { history: factsOf(history) }),
    guarded_cells: sumOf(finished, 'guarded_cells'),
    cut_cells: sumOf(finished, 'cut_cells'),
    snapshot_at: facts.snapshot_at,
    pack: {
      file_name: fileName(subject, 'zip', 0, now),
      manifest_bytes: text.length,
      manifest_sha256: createHash('sha256').update(text).digest('hex'),
      files: finished.map(({ chunk_sha256, ...file }) => ({ ...file, chunks: chunk_sha256.length })),
    },
    ...more,
  }
  return { result, takeBack: () => takeBackFiles(tools, run.id) }
}

async function write(file: HashedFile, bytes: Buffer): Promise<void> {
  file.write(bytes)
  await file.finish()
}

function factsOf({ name, rows, bytes, sha256 }: FinishedFile): ExportedFileFacts {
  return { file_name: name, row_count: rows, bytes, sha256 }
}

function sumOf(files: readonly FileContent[], what: 'guarded_cells' | 'cut_cells'): number {
  return files.reduce((sum, file) => sum + file[what], 0)
}
