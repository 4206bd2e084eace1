import { constants } from 'node:fs'
import { access, type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { NotStarted } from '../command.ts'
import type { Reading } from './ndjson.ts'

type Rejected = Extract<Reading, { problem: unknown }>

/** How many rejected lines the terminal names; the file holds them all. */
const shown = 5
/** So much of a rejected line is kept in the file. */
const mostText = 64 * 1024

/**
 * Collects the lines that were not taken: all of them in a file, made at the first one (NDJSON of `line`, `error`,
 * `field`, `text`), the first few for the terminal. A file that an earlier run left under that name is removed.
 */
export class Rejects {
  count = 0
  readonly path: string
  readonly #first: string[] = []
  #file: FileHandle | undefined

  constructor(path: string) {
    this.path = path
  }

  /** Makes sure that the file can be made. Throws NotStarted otherwise. */
  async prepare(): Promise<void> {
    try {
      await access(dirname(this.path), constants.W_OK)
      await rm(this.path, { force: true })
    } catch (error) {
      throw new NotStarted(
        `The file for rejected lines cannot be written (${(error as Error).message}). Name another with --rejects FILE.`,
      )
    }
  }

  async add(rejected: readonly Rejected[]): Promise<void> {
    if (rejected.length === 0) return
    // What people wrote into the events is nobody else's business on this machine.
    this.#file ??= await open(this.path, 'w', 0o600)
    this.count += rejected.length
    for (const { line, problem } of rejected.slice(0, Math.max(0, shown - this.#first.length)))
      this.#first.push(`line ${line}${problem.field && `, ${problem.field}`}: ${problem.error}`)
    await this.#file.appendFile(rejected.map(toJson).join(''))
  }

  /** Closes the file and says what was rejected, a line each; nothing when nothing was. */
  async close(): Promise<string[]> {
    await this.#file?.close()
    this.#file = undefined
    if (this.count === 0) return []
    const more = this.count - this.#first.length
    return [...this.#first, ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []), `all of them: ${this.path}`]
  }
}

function toJson({ line, problem, text }: Rejected): string {
  const kept = text.slice(0, mostText).toWellFormed()
  return `${JSON.stringify({ line, error: problem.error, field: problem.field, text: kept })}\n`
}
