import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { type ExportFormat, type ExportJob } from '#contract/export-job.ts'
import { sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ExportedFile, ExportKey, Pack } from './exports.ts'
import { type ExportDir, sizeOf } from './jobs/exports/export-dir.ts'
import {
  type ExportProgress,
  type ExportResult,
  type ExportTools,
  fileKinds,
  type PackFacts,
} from './jobs/exports/export-tools.ts'
import { type PackEntry, packStream } from './jobs/exports/pack-stream.ts'
import { Refused, refused } from './refused.ts'
import { keyReused } from './reviews/replay.ts'
import { cancelJob, findJob, type Job, makeJob } from './store/jobs/job-rows.ts'

/** So long a signature of Ed25519 is. */
const signatureBytes = 64

/** So many bytes of a file are read at once. */
const readAtOnce = 1024 * 1024

/** So many exports of a person may wait or run. */
const atMost = 10

/** What all exports have in common: each is a job of a kind (docs/decisions/0030), with its files in EXPORT_DIR. */
export function exportJobs({ store: { db }, dir }: ExportTools, kinds: readonly string[]) {
  return {
    /** Makes a job. Throws `Refused` KeyReused and ResourceExhausted. */
    async make(kind: string, input: object, { user: maker }: Actor, key: ExportKey | undefined) {
      const made = await makeJob(db, { kind, maker, input, key }, atMost)
      if ('id' in made) return made
      if (made.problem === 'key used') throw keyReused()
      throw refused('ResourceExhausted', `${atMost} of your exports are not over yet. Wait, or cancel some.`)
    },

    /** Throws `Refused` NotFound for one that is not there or that the actor may not know of. */
    async find(id: string, actor: Actor): Promise<Job> {
      const job = await findJob(db, kinds, id)
      if (!job || !mayRead(job, actor)) throw refused('NotFound', 'There is no such export.')
      return job
    },

    cancel: (job: Job) => cancelJob(db, job.id),

    /** Throws `Refused` FailedPrecondition for one that has no such file, or not any more. */
    async open(job: Job, part: 'rows' | 'history' = 'rows'): Promise<ExportedFile> {
      if (job.state !== 'FINISHED') throw notReady(job)
      const { format } = job.input as { readonly format: ExportFormat }
      const result = job.result as ExportResult
      const facts = part === 'history' ? result.history : result
      const path = dir.fileOf(job.id, `${part === 'history' ? 'history.' : ''}${fileKinds[format]}`)
      if (!facts || (await sizeOf(path)) !== facts.bytes) throw notThereAnyMore()
      const read = (start: number, end: number) => piecesOf(path, start, end)
      return { format, name: facts.file_name, file: { size: facts.bytes, tag: facts.sha256, read } }
    },

    /** All files of a finished one. Throws `Refused` FailedPrecondition where one is missing, or is not the one that was made. */
    async openPack(job: Job): Promise<Pack> {
      if (job.state !== 'FINISHED') throw notReady(job)
      const { pack } = job.result as ExportResult
      if (!pack)
        throw refused('FailedPrecondition', 'This export was made before there were packs. Export again.')
      const entries = entriesOf(dir, job.id, pack)
      for (const { path, bytes } of entries) if ((await sizeOf(path)) !== bytes) throw notThereAnyMore()
      const manifest = await readFile(dir.fileOf(job.id, 'manifest.json'))
      if (createHash('sha256').update(manifest).digest('hex') !== pack.manifest_sha256)
        throw notThereAnyMore()
      return { name: pack.file_name, content: packStream(entries, new Date(job.ended_at ?? job.created_at)) }
    },
  }
}

/**
 * Bytes of a file, read into one block again and again: with a new one for each piece V8 would look through all the memory of the
 * server every few pieces, which takes longer than the reading. Throws where the file ends before `end`.
 */
async function* piecesOf(path: string, start: number, end: number): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafeSlow(readAtOnce)
  const file = await open(path)
  try {
    for (let at = start; at <= end; ) {
      const { bytesRead } = await file.read(block, 0, Math.min(block.length, end + 1 - at), at)
      if (bytesRead === 0) throw new Error(`${path} ends at ${at}, before ${end}`)
      yield block.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** What says what the files are comes first. */
function entriesOf(dir: ExportDir, id: string, { files, manifest_bytes }: PackFacts): readonly PackEntry[] {
  const [manifest, signature] = ['manifest.json', 'manifest.json.sig'] as const
  return [
    { name: manifest, path: dir.fileOf(id, manifest), bytes: manifest_bytes },
    { name: signature, path: dir.fileOf(id, signature), bytes: signatureBytes },
    ...files.map(({ name, kind, bytes }) => ({ name, path: dir.fileOf(id, kind), bytes })),
  ]
}

function notThereAnyMore(): Refused {
  return refused('FailedPrecondition', 'The file of this export is not there any more. Export again.')
}

/** An export is the person's, by whichever of their keys or sessions it was made; admins see those of all. */
function mayRead({ maker_type: user_type, maker_id: id }: Job, { user, roles }: Actor): boolean {
  return sameUser(user, { user_type, id }) || roles.includes('admin')
}

function notReady({ state, error }: Job): Refused {
  if (state === 'EXPIRED')
    return new Refused({
      code: 'FailedPrecondition',
      reason: 'EXPORT_EXPIRED',
      message: error
        ? `The file of this export is gone. ${error}`
        : 'The file of this export was kept for 24 hours and is gone. Export again.',
    })
  return refused('FailedPrecondition', `This export has no file: it is ${state}.${error ? ` ${error}` : ''}`)
}

/** An export as its maker polls it. */
export function shownExport(job: Job): ExportJob {
  const { format } = job.input as { readonly format: ExportFormat }
  const result = job.result as ExportResult | null
  const { total_rows = null, written_bytes = 0 } = job.progress as Partial<ExportProgress>
  return {
    id: job.id,
    kind: job.kind,
    status: job.state,
    format,
    created_at: instant(job.created_at),
    started_at: job.started_at && instant(job.started_at),
    finished_at: job.ended_at && instant(job.ended_at),
    expires_at: job.expires_at && instant(job.expires_at),
    row_count: result?.row_count ?? null,
    file_name: result?.file_name ?? null,
    error_message: job.error,
    sha256: result?.sha256 ?? null,
    bytes: result?.bytes ?? null,
    history: result?.history ?? null,
    guarded_cells: result?.guarded_cells ?? null,
    cut_cells: result?.cut_cells ?? null,
    snapshot_at: result?.snapshot_at ?? null,
    progress: result
      ? { total_rows: result.row_count, written_bytes: result.bytes + (result.history?.bytes ?? 0) }
      : { total_rows, written_bytes },
  }
}

/** A time of the database as RFC 3339 in UTC. */
function instant(text: string): string {
  return new Date(text).toISOString()
}

/** An export without what tells of its contents, for who may not know them any more. */
export function withoutContents(job: ExportJob): ExportJob {
  return {
    ...job,
    row_count: null,
    file_name: null,
    sha256: null,
    bytes: null,
    history: null,
    guarded_cells: null,
    cut_cells: null,
    snapshot_at: null,
    progress: { total_rows: null, written_bytes: 0 },
  }
}
