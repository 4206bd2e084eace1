import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A file of a zip, by what it holds. */
export type ZipEntry = { readonly name: string; readonly bytes: Buffer; readonly isStored?: boolean }

/** A zip of these files in this order, as the server makes it unless one is stored; two may have the same name. */
export function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile()
  const mtime = new Date('2026-11-28T22:30:06Z')
  for (const { name, bytes, isStored = false } of entries)
    if (isStored) zip.addBuffer(bytes, name, { compress: false, mtime })
    else zip.addReadStream(Readable.from([bytes], { objectMode: false }), name, { mtime, size: bytes.length })
  zip.end()
  return buffer(zip.outputStream)
}

/** Who signs packs: a key, its id and its public half. */
export type Signer = { readonly key: KeyObject; readonly id: string; readonly pem: string }

/** A signer with a key of its own. */
export function createSigner(): Signer {
  const { privateKey: key, publicKey } = generateKeyPairSync('ed25519')
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { key, id: sha256(der).slice(0, 16), pem }
}

const mib = 1_048_576

/** A file that an export has written. */
export type ExportFile = {
  readonly name: string
  readonly bytes: Buffer
  readonly rows: number
  readonly holds?: string
}

/** How a manifest describes a file. */
export function describedFile({ name, bytes, rows, holds = 'rows' }: ExportFile) {
  const pieces = Array.from({ length: Math.ceil(bytes.length / mib) }, (_, place) =>
    bytes.subarray(place * mib, (place + 1) * mib),
  )
  return {
    name,
    holds,
    media_type: 'text/csv',
    rows,
    bytes: bytes.length,
    newlines: rows + 1,
    guarded_cells: 2,
    cut_cells: 0,
    sha256: sha256(bytes),
    chunk_bytes: mib,
    chunk_sha256: pieces.map(sha256),
  }
}

/** The manifest of an export of events, whole and in order. */
export function manifestOf(files: readonly ExportFile[], signer: Pick<Signer, 'id'>) {
  const rows = files[0]?.rows ?? 0
  return {
    format: 'countersign-export',
    format_version: 1,
    complete: true,
    export: {
      id: '0190-export',
      kind: 'ACTION_EVENTS',
      made_by: { user_type: 'localCookieUser', id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' },
      created_at: '2026-11-28T22:30:00.000Z',
      snapshot_at: '2026-11-28T22:30:05.125Z',
      attempt: 1,
    },
    server: { version: '0.1.0', key_id: signer.id },
    query: {
      filter: 'state eq "ERRORED"',
      filter_in_words: 'State is Failed',
      order_by: 'started_at desc',
      range: { field: 'started_at', from: '2026-11-01T00:00:00Z', to: null, zone: 'UTC' },
    },
    rows: {
      written: rows,
      counted: rows,
      reconciled_with: { what: 'the events that the list shows', count: rows },
      first_key: null,
      last_key: null,
    },
    files: files.map(describedFile),
  }
}

/** The two files of a pack that vouch for the others. */
export function vouchers(manifest: unknown, signer: Signer): ZipEntry[] {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  return [
    { name: 'manifest.json', bytes },
    { name: 'manifest.json.sig', bytes: sign(null, bytes, signer.key) },
  ]
}

/** The files of a pack as its server sends it. */
export function packEntries(files: readonly ExportFile[], signer: Signer): ZipEntry[] {
  return [...vouchers(manifestOf(files, signer), signer), ...files]
}

/** Some rows of CSV, `size` bytes of them. */
export function someRows(size: number): Buffer {
  const row = 'ERRORED,sync-identities,Ada Lovelace,2026-11-28T10:00:00Z\n'
  return Buffer.from(row.repeat(Math.ceil(size / row.length)).slice(0, size))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
