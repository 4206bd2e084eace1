import { createHash } from 'node:crypto'
import { close, fsync, openSync, write } from 'node:fs'
import { Writable } from 'node:stream'

type Chunk = { readonly chunk: Buffer }
type Done = (error?: Error | null) => void

/** A new file, for its owner alone (0600), whose bytes are counted and hashed while they are written. */
export class HashedFile extends Writable {
  readonly #file: number
  readonly #hash = createHash('sha256')
  bytes = 0

  /** Throws where there is a file of that name. */
  constructor(path: string) {
    super({ highWaterMark: 1024 * 1024 })
    this.#file = openSync(path, 'wx', 0o600)
  }

  /** Ends the file: its bytes are on the disk. Returns their SHA-256 in hexadecimal digits. */
  async finish(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.once('error', reject)
      this.end(resolve)
    })
    return this.#hash.digest('hex')
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this._writev([{ chunk }], done)
  }

  /** What has come in the meantime is written at once: it comes in many small pieces. */
  override _writev(chunks: readonly Chunk[], done: Done): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk))
    this.#hash.update(bytes)
    this.#writeFrom(bytes, 0, done)
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
