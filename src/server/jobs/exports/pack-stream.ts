import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of a pack, and how many bytes it must have. */
export type PackEntry = { readonly name: string; readonly path: string; readonly bytes: number }

const readAtOnce = 256 * 1024

/**
 * A zip of files, made while it is read: no file is opened before, and all are closed when nobody reads on. It ends with an error
 * where a file cannot be read to its end, or is longer or shorter than it must be, so that no part looks like the whole.
 */
export function packStream(entries: readonly PackEntry[], mtime: Date): Readable {
  return Readable.from(zipOf(entries, mtime), { objectMode: false, highWaterMark: readAtOnce })
}

async function* zipOf(entries: readonly PackEntry[], mtime: Date): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  let file: Readable | undefined
  zip.once('error', (error: Error) => out.destroy(error))
  for (const { name, path, bytes } of entries)
    zip.addReadStreamLazy(name, { mtime, size: bytes }, (use) => {
      file = createReadStream(path, { highWaterMark: readAtOnce })
      file.once('error', (error) => out.destroy(error))
      use(null, file)
    })
  zip.end()
  try {
    yield* out
  } finally {
    file?.destroy()
    out.destroy()
  }
}
