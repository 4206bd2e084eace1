import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { messageOf, NotStarted } from '../../command.ts'
import { type Format, gzipped, readFormat } from './format.ts'

/** A file (or standard input) that is being read. */
export type Input = {
  /** Base name, for the record of the import. */
  readonly fileName: string
  readonly format: Format
  /** The text's bytes, decompressed. Throws when the file cannot be read on. */
  readonly chunks: AsyncIterable<Buffer>
  /** Bytes of the file as it lies there; undefined for standard input. */
  readonly size: number | undefined
  /** How many of those bytes have been read. */
  bytesRead(): number
  /** SHA-256 of the file's own bytes, in hex; call once, when `chunks` has ended. */
  sha256(): string
  close(): void
}

const chunkSize = 256 * 1024

/** Opens FILE, or standard input for `-`; tells gzip and the format. Throws NotStarted when it cannot be read. */
export async function openInput(path: string): Promise<Input> {
  try {
    const size = path === '-' ? undefined : (await stat(path)).size
    const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: chunkSize })
    return await tap(path, size, source)
  } catch (error) {
    if (error instanceof NotStarted) throw error
    throw new NotStarted(`The file to import cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

async function tap(path: string, size: number | undefined, source: Readable): Promise<Input> {
  const hash = createHash('sha256')
  let read = 0
  async function* tapped(): AsyncGenerator<Buffer> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk)
      read += chunk.length
      yield chunk
    }
  }
  const raw = await peek(tapped())
  const plain = gzipped(raw.head) ? await peek(gunzip(raw.all)) : raw
  return {
    fileName: path === '-' ? 'standard input' : basename(path),
    format: readFormat(path, plain.head),
    chunks: plain.all,
    size,
    bytesRead: () => read,
    sha256: () => hash.digest('hex'),
    close: () => source.destroy(),
  }
}

async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const packed = Readable.from(chunks, { objectMode: false })
  const unpacked = createGunzip({ chunkSize })
  packed.on('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } catch (error) {
    const damaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    throw damaged ? new Error('the gzip data is damaged or cut short', { cause: error }) : error
  } finally {
    packed.destroy()
  }
}

/** Reads the first chunk (at least four bytes, when there are as many) without taking it away. */
async function peek(chunks: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < 4) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head
    head = Buffer.alloc(0)
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head, all: all() }
}
