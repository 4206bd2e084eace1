import type { Entry } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { compareFile } from './compare-file.ts'
import type { FileFault, PackReport, Problem, SignedBytes } from './faults.ts'
import { isManifest, type Manifest, manifestName, mib, readManifest, signatureName } from './manifest.ts'
import { unpackSmall } from './unpack.ts'
import { openZip } from './zip.ts'

/** How far reading has come, in bytes of all the files that the manifest names. */
export type Progress = { readonly name: string; readonly read: number; readonly of: number }

type Options = {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** The hashes of a file of 100 GB take less. */
const maxManifest = 16 * mib
const signatureLength = 64

/**
 * Reads a pack and compares its files with its manifest, holding a MiB of them at a time. Whose signature it bears is asked of
 * `checkSignature`. Throws the reason of `signal` where that is aborted, and a `DOMException` where the browser cannot
 * read the file.
 */
export async function checkPack(blob: Blob, options: Options = {}): Promise<PackReport> {
  const zip = await openZip(blob)
  if ('kind' in zip) return reportOf(zip)
  const entries = byName(zip.entries)
  const signed = await readSigned(entries, options.signal)
  if ('kind' in signed) return reportOf(signed)
  const manifest = readManifest(signed.manifest)
  if (!isManifest(manifest)) return { ...reportOf(manifest), signed }
  const fileFaults = [...namesNotAsIn(manifest, entries), ...(await compareAll(manifest, entries, options))]
  return { problem: undefined, manifest, signed, fileFaults, zipFaults: zip.faults() }
}

function reportOf(problem: Problem): PackReport {
  return { problem, manifest: undefined, signed: undefined, fileFaults: [], zipFaults: [] }
}

type Entries = ReadonlyMap<string, readonly Entry[]>

function byName(entries: readonly Entry[]): Entries {
  const names = new Map<string, Entry[]>()
  for (const entry of entries) {
    const { filename } = entry
    names.set(filename, [...(names.get(filename) ?? []), entry])
  }
  return names
}

async function readSigned(entries: Entries, signal?: AbortSignal): Promise<SignedBytes | Problem> {
  const [entry, ...more] = entries.get(manifestName) ?? []
  if (!entry) return { kind: kindWithoutManifest([...entries.keys()]) }
  if (more.length > 0) return { kind: 'two manifests' }
  const manifest = await unpackSmall(entry, maxManifest, signal)
  if (!manifest) return { kind: 'unreadable manifest', why: 'it is longer than any' }
  if ('why' in manifest) return { kind: 'unreadable manifest', why: manifest.why }
  return { manifest, signature: await readSignature(entries, signal) }
}

function kindWithoutManifest(names: readonly string[]): 'sheet' | 'in a folder' | 'no manifest' {
  if (names.includes('[Content_Types].xml')) return 'sheet'
  return names.some((name) => name.endsWith(`/${manifestName}`)) ? 'in a folder' : 'no manifest'
}

/** Undefined where the pack has none, has two, or one that is too long or too short to be any. */
async function readSignature(
  entries: Entries,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [entry, ...more] = entries.get(signatureName) ?? []
  if (!entry || more.length > 0) return undefined
  const signature = await unpackSmall(entry, signatureLength, signal)
  return signature && !('why' in signature) && signature.length === signatureLength ? signature : undefined
}

/** Files that the zip has and the manifest does not, or has several times. */
function namesNotAsIn(manifest: Manifest, entries: Entries): FileFault[] {
  const known = new Set([manifestName, signatureName, ...manifest.files.map(({ name }) => name)])
  return [...entries].flatMap(([name, same]): FileFault[] => {
    if (!known.has(name)) return [{ name, kind: 'extra' }]
    return same.length > 1 ? [{ name, kind: 'twice' }] : []
  })
}

async function compareAll(
  { files }: Manifest,
  entries: Entries,
  { signal, onProgress }: Options,
): Promise<FileFault[]> {
  const of = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const faults: FileFault[] = []
  let before = 0
  for (const file of files) {
    const { name, bytes } = file
    const [entry, ...more] = entries.get(name) ?? []
    const start = before
    const onRead = (read: number) => onProgress?.({ name, read: start + read, of })
    if (!entry) faults.push({ name, kind: 'missing' })
    else if (more.length === 0) faults.push(...(await compareFile(entry, file, { signal, onRead })))
    before += bytes
  }
  return faults
}
