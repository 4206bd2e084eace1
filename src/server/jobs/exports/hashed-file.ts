import { createHash, type Hash } from 'node:crypto'
import { close, fsync, openSync, write } from 'node:fs'
import { Writable } from 'node:stream'

type Chunk = { readonly chunk: Buffer }
type Done = (error?: Error | null) => void

/** So many bytes of a file have a hash of their own, by which whoever finds another hash of the whole finds the place. */
export const chunkBytes = 1024 * 1024

/** What is known of a file that was written: hashes are SHA-256 in hexadecimal digits, `newlines` are bytes 0x0A. */
export type FileFacts = {
  readonly bytes: number
  readonly newlines: number
  readonly sha256: string
  /** Those of each `chunkBytes`, and of what is left. */
  readonly chunk_sha256: readonly string[]
}

/** A new file, for its owner alone (0600), whose bytes are counted and hashed while they are written. */
export class HashedFile extends Writable {
  readonly #file: number
  readonly #hash = createHash('sha256')
  readonly #chunks: string[] = []
  #chunk: Hash = createHash('sha256')
  #inChunk = 0
  #newlines = 0
  bytes = 0

  /** Throws where there is a file of that name. */
  constructor(path: string) {
    super({ highWaterMark: 1024 * 1024 })
    this.#file = openSync(path, 'wx', 0o600)
  }

  /** Ends the file: its bytes are on the disk. */
  async finish(): Promise<FileFacts> {
    await new Promise<void>((resolve, reject) => {
      this.once('error', reject)
      this.end(resolve)
    })
    if (this.#inChunk > 0) this.#endChunk()
    const { bytes } = this
    return {
      bytes,
      newlines: this.#newlines,
      sha256: this.#hash.digest('hex'),
      chunk_sha256: this.#chunks,
    }
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this._writev([{ chunk }], done)
  }

  /** What has come in the meantime is written at once: it comes in many small pieces. */
  override _writev(chunks: readonly Chunk[], done: Done): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk))
    this.#hash.update(bytes)
    this.#hashChunks(bytes)
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) this.#newlines += 1
    this.#writeFrom(bytes, 0, done)
  }

  #hashChunks(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const end = Math.min(start + chunkBytes - this.#inChunk, bytes.length)
      this.#chunk.update(bytes.subarray(start, end))
      this.#inChunk += end - start
      start = end
      if (this.#inChunk === chunkBytes) this.#endChunk()
    }
  }

  #endChunk(): void {
    this.#chunks.push(this.#chunk.digest('hex'))
    this.#chunk = createHash('sha256')
    this.#inChunk = 0
  }

  #writeFrom(bytes: Buffer, start: number, done: Done): void {
    write(this.#file, bytes, start, bytes.length - start, null, (error, written) => {
      if (error) return done(error)
      this.bytes += written
      if (start + written < bytes.length) return this.#writeFrom(bytes, start + written, done)
      done()
    })
  }

  override _final(done: Done): void {
    fsync(this.#file, done)
  }

  override _destroy(error: Error | null, done: Done): void {
    close(this.#file, (closing) => done(error ?? closing))
  }
}
