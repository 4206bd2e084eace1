import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

/** A file that a manifest names, as far as tests read it. */
export type ManifestFile = {
  readonly name: string
  readonly holds: string
  readonly media_type: string
  readonly rows: number
  readonly bytes: number
  readonly newlines: number
  readonly guarded_cells: number
  readonly cut_cells: number
  readonly sha256: string
  readonly chunk_bytes: number
  readonly chunk_sha256: readonly string[]
}

/** The files of a zip by their names, in its order, read by another library than the one that writes it. */
export async function readPack(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    ),
  )
  const files = new Map<string, Buffer>()
  for (let entry = await nextOf(zip); entry; entry = await nextOf(zip)) {
    if (files.has(entry.fileName)) throw new Error(`${entry.fileName} stands twice in the zip`)
    files.set(entry.fileName, await contentOf(zip, entry))
  }
  return files
}

function nextOf(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners()
    zip.once('entry', (entry: Entry) => resolve(entry))
    zip.once('end', () => resolve(undefined))
    zip.once('error', reject)
    zip.readEntry()
  })
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  return await buffer(stream)
}
