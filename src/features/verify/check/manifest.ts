import * as z from 'zod/mini'
import type { Problem } from './faults.ts'

/** The name of the file that says what a pack holds, and of its signature. */
export const manifestName = 'manifest.json'
export const signatureName = 'manifest.json.sig'

/** Bytes of a file that are hashed together. */
export const mib = 1_048_576

const Count = z.int().check(z.gte(0))
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const Text = z.nullish(z.string())

/** All files of a pack lie side by side. */
const FileName = z
  .string()
  .check(
    z.refine((name) => !/[\\/]/.test(name) && !['', '.', '..', manifestName, signatureName].includes(name)),
  )

const PackFile = z
  .looseObject({
    name: FileName,
    holds: z.string(),
    rows: Count,
    bytes: Count,
    guarded_cells: z.nullish(Count),
    cut_cells: z.nullish(Count),
    sha256: Hash,
    chunk_bytes: z.literal(mib),
    chunk_sha256: z.array(Hash),
  })
  .check(
    z.refine(
      ({ bytes, chunk_sha256: hashes }) => hashes.length === Math.ceil(bytes / mib) || isEmpty(bytes, hashes),
      {
        path: ['chunk_sha256'],
      },
    ),
    // Of one MiB the two are hashes of the same bytes.
    z.refine(({ sha256, chunk_sha256: hashes }) => hashes.length !== 1 || hashes[0] === sha256, {
      path: ['sha256'],
    }),
  )
/** A file as the manifest describes it. */
export type PackFile = z.output<typeof PackFile>

const isEmpty = (bytes: number, hashes: readonly string[]) => bytes === 0 && hashes.length === 1

const Manifest = z.looseObject({
  complete: z.boolean(),
  export: z.looseObject({
    id: z.string(),
    kind: z.string(),
    made_by: z.looseObject({ id: z.string(), user_type: Text, name: Text, email: Text }),
    created_at: z.string(),
    snapshot_at: z.string(),
    attempt: z.nullish(Count),
  }),
  server: z.looseObject({ version: z.string(), key_id: z.string() }),
  query: z.looseObject({
    covers: Text,
    filter: Text,
    mutable_filter: Text,
    filter_in_words: Text,
    order_by: Text,
    range: z.nullish(z.looseObject({ field: z.string(), from: Text, to: Text, zone: Text })),
    certification_id: Text,
    certification_name: Text,
  }),
  rows: z.looseObject({
    written: Count,
    counted: Count,
    reconciled_with: z.nullish(z.looseObject({ what: z.string(), count: Count })),
  }),
  files: z
    .array(PackFile)
    .check(z.refine((files) => new Set(files.map(({ name }) => name)).size === files.length)),
})
/** What a pack says of itself. Keys that are not known are let be. */
export type Manifest = z.output<typeof Manifest>

/** More files than any pack holds: a list of very many would keep the page busy, whoever made it. */
const maxFiles = 100

const Head = z.looseObject({
  format: z.literal('countersign-export'),
  format_version: z.unknown(),
  files: z.unknown(),
})

/** The bytes of `manifest.json` as a manifest, or what is wrong with them. */
export function readManifest(bytes: Uint8Array): Manifest | Problem {
  const read = readJson(bytes)
  if (typeof read === 'string') return { kind: 'unreadable manifest', why: read }
  const head = Head.safeParse(read.json)
  if (!head.success) return { kind: 'other format' }
  const { format_version: version, files } = head.data
  if (version !== 1) return { kind: 'other version', version: String(version) }
  if (Array.isArray(files) && files.length > maxFiles)
    return {
      kind: 'unreadable manifest',
      why: `it names more than ${maxFiles} files, and no pack has so many`,
    }
  const manifest = Manifest.safeParse(read.json)
  if (manifest.success) return manifest.data
  return { kind: 'bad manifest', at: pathText(manifest.error.issues[0]?.path ?? []) }
}

/** Whether `readManifest` has read one. */
export const isManifest = (read: Manifest | Problem): read is Manifest => !('kind' in read)

function readJson(bytes: Uint8Array): { readonly json: unknown } | string {
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return 'it is not UTF-8 text'
  }
  try {
    return { json: JSON.parse(text) }
  } catch {
    return 'it is not JSON'
  }
}

/** `files[0].bytes` */
function pathText(path: readonly PropertyKey[]): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
  return parts.join('').replace(/^\./, '')
}
