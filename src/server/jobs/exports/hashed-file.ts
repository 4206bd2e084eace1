import { createHash } from 'node:crypto'
import { close, fsync, openSync, write } from 'node:fs'
import { Writable } from 'node:stream'

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

/**
 * A new file, for its owner alone (0600), whose bytes are counted and hashed as they come: a whole block at once would keep what sends
 * them waiting. They are gathered in one block of `chunkBytes`, which is written when it is full: new memory for every piece would
 * cost more than both.
 */
export class HashedFile extends Writable {
  readonly #file: number
  readonly #hash = createHash('sha256')
  readonly #chunks: string[] = []
  #chunkHash = createHash('sha256')
  readonly #block = Buffer.allocUnsafeSlow(chunkBytes)
  #filled = 0
  #newlines = 0
  /** How many bytes are written; what is gathered is not yet. */
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
    const { bytes } = this
    return {
      bytes,
      newlines: this.#newlines,
      sha256: this.#hash.digest('hex'),
      chunk_sha256: this.#chunks,
    }
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#take(chunk, 0, done)
  }

  #take(chunk: Buffer, start: number, done: Done): void {
    const taken = chunk.copy(this.#block, this.#filled, start)
    this.#look(this.#block.subarray(this.#filled, this.#filled + taken))
    this.#filled += taken
    if (this.#filled < chunkBytes) return done()
    this.#endBlock((error) => (error ? done(error) : this.#take(chunk, start + taken, done)))
  }

  #endBlock(done: Done): void {
    this.#chunks.push(this.#chunkHash.digest('hex'))
    this.#chunkHash = createHash('sha256')
    this.#writeFrom(this.#block.subarray(0, this.#filled), 0, done)
  }

  #look(piece: Buffer): void {
    this.#hash.update(piece)
    this.#chunkHash.update(piece)
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) this.#newlines += 1
  }

  #writeFrom(block: Buffer, start: number, done: Done): void {
    write(this.#file, block, start, block.length - start, null, (error, written) => {
      if (error) return done(error)
      if (start + written < block.length) return this.#writeFrom(block, start + written, done)
      this.bytes += block.length
      this.#filled = 0
      done()
    })
  }

  override _final(done: Done): void {
    const sync: Done = (error) => (error ? done(error) : fsync(this.#file, done))
    if (this.#filled === 0) sync()
    else this.#endBlock(sync)
  }

  override _destroy(error: Error | null, done: Done): void {
    close(this.#file, (closing) => done(error ?? closing))
  }
}
