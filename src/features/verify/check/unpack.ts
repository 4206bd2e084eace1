import type { Entry } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { rethrowUnlessOfZip, zipWords } from './zip-words.ts'

/** How unpacking ended: at the end of the file, because its bytes were enough, or because it is damaged. */
export type Unpacked =
  | { readonly kind: 'whole' | 'enough' }
  | { readonly kind: 'broken'; readonly why: string }

/** Takes some bytes of a file; the next come when it has resolved. `enough`: no more are wanted. */
export type TakeBytes = (bytes: Uint8Array) => Promise<'more' | 'enough'>

/**
 * Unpacks one file of a zip piece by piece. Throws where the browser cannot read the zip any more, and the reason of
 * `signal` where that is aborted.
 */
export async function unpack(entry: Entry, take: TakeBytes, signal?: AbortSignal): Promise<Unpacked> {
  if (entry.directory) return { kind: 'broken', why: 'It is a folder.' }
  let isEnough = false
  let failure: unknown
  const sink = new WritableStream<Uint8Array>({
    async write(bytes) {
      try {
        isEnough = (await take(bytes)) === 'enough'
      } catch (error) {
        failure = error
        throw error
      }
      if (isEnough) throw new Error('No more is wanted.')
    },
  })
  try {
    await entry.getData(sink, signal ? { signal } : {})
    return { kind: 'whole' }
  } catch (error) {
    signal?.throwIfAborted()
    if (failure !== undefined) throw failure
    if (isEnough) return { kind: 'enough' }
    rethrowUnlessOfZip(error)
    return { kind: 'broken', why: zipWords(error) }
  }
}

/** The bytes of a small file, or why there are none: `undefined` where it has more than `limit` bytes. */
export async function unpackSmall(
  entry: Entry,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | { readonly why: string } | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const take: TakeBytes = (bytes) => {
    size += bytes.length
    if (size > limit) return Promise.resolve('enough')
    parts.push(bytes.slice())
    return Promise.resolve('more')
  }
  const unpacked = await unpack(entry, take, signal)
  if (unpacked.kind === 'broken') return { why: unpacked.why }
  if (unpacked.kind === 'enough') return undefined
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
