import { createHash, type KeyObject, sign } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const MiB = 1_048_576

/** A file of a pack: what the manifest says of it and what is in it. */
export type PackFile = { readonly name: string; readonly holds: string; readonly bytes: Buffer }

export type PackEntry = { readonly name: string; readonly bytes: Buffer }

export type ZipForm = {
  readonly compress?: boolean
  readonly forceZip64Format?: boolean
  /** Sizes stand before the data, not after it. */
  readonly sizesFirst?: boolean
  readonly comment?: string
}

/** A public key as a file of it. */
export const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }))

/** What a key is called: the first signs of its hash. */
export const keyIdOf = (key: KeyObject) => sha256(key.export({ type: 'spki', format: 'der' })).slice(0, 16)

/** The same bytes, but for one. */
export function changed(bytes: Buffer, at: number, by = 1): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ by, at)
  return copy
}

/** The same entries, but for what is in one of them. */
export const replaced = (entries: readonly PackEntry[], name: string, bytes: Buffer): PackEntry[] =>
  entries.map((entry) => (entry.name === name ? { name, bytes } : entry))

/** A short file of twelve rows. */
export const exact: PackFile = {
  name: 'action-events.jsonl',
  holds: 'rows, exact values',
  bytes: Buffer.from('{"a":1}\n'.repeat(12)),
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A manifest of these files, made after docs/exports.md and not by the code of the server. */
export function manifestOf(files: readonly PackFile[], rows = 12): Record<string, unknown> {
  return {
    format: 'countersign-export',
    format_version: 1,
    complete: true,
    export: {
      id: '0197f3c0-0000-7000-8000-000000000012',
      kind: 'ACTION_EVENTS',
      made_by: { user_type: 'localCookieUser', id: 'ana', name: 'Ana Audit', email: 'ana@example.com' },
      created_at: '2026-11-29T02:00:00Z',
      snapshot_at: '2026-11-29T02:00:01Z',
      attempt: 1,
    },
    server: { version: '0.1.0', key_id: '0000000000000000' },
    query: {
      filter: 'state eq "ERRORED"',
      filter_in_words: 'state is ERRORED',
      order_by: 'started_at desc',
      range: { field: 'started_at', from: '2026-01-01T00:00:00Z', to: null, zone: 'UTC' },
    },
    rows: {
      written: rows,
      counted: rows,
      reconciled_with: { what: 'the events that the filter matches', count: rows },
      first_key: { policy_task: 't1', action_name: 'a' },
      last_key: { policy_task: 't12', action_name: 'a' },
    },
    files: files.map(({ name, holds, bytes }) => ({
      name,
      holds,
      media_type: 'text/csv',
      rows,
      bytes: bytes.length,
      newlines: bytes.filter((byte) => byte === 10).length,
      guarded_cells: 2,
      cut_cells: 0,
      sha256: sha256(bytes),
      chunk_bytes: MiB,
      chunk_sha256: Array.from({ length: Math.ceil(bytes.length / MiB) }, (_, index) =>
        sha256(bytes.subarray(index * MiB, (index + 1) * MiB)),
      ),
    })),
  }
}

/** The manifest and its signature as entries. */
export function signed(manifest: unknown, key: KeyObject): PackEntry[] {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  return [
    { name: 'manifest.json', bytes },
    { name: 'manifest.json.sig', bytes: sign(null, bytes, key) },
  ]
}

/** A zip of these entries, by `yazl`. */
export async function zipOf(entries: readonly PackEntry[], form: ZipForm = {}): Promise<Buffer> {
  const { compress = true, forceZip64Format = false, sizesFirst = false, comment = '' } = form
  const zip = new ZipFile()
  const options = { compress, forceZip64Format, mtime: new Date('2026-11-29T02:00:02Z') }
  for (const { name, bytes } of entries)
    if (sizesFirst) zip.addBuffer(bytes, name, options)
    else zip.addReadStream(Readable.from([bytes], { objectMode: false }), name, options)
  zip.end({ forceZip64Format, comment })
  return await buffer(zip.outputStream)
}
