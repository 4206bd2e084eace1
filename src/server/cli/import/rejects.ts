import { constants } from 'node:fs'
import { access, type FileHandle, open, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf, NotStarted } from '../command.ts'
import type { Rejected } from './ndjson.ts'

/** How many rejected lines the terminal names; the file holds them all. */
const shown = 5
/** So much of a rejected line is kept in the file. */
const mostText = 64 * 1024

/**
 * Collects the lines that were not taken: all of them in a file, made at the first one (NDJSON of `line`, `error`,
 * `field`, `text`), the first few for the terminal.
 */
export class Rejects {
  count = 0
  readonly path: string
  readonly #first: string[] = []
  #file: FileHandle | undefined

  constructor(path: string) {
    this.path = path
  }

  /** Makes sure that the file can be made and is not the imported one. Throws NotStarted otherwise. */
  async prepare(imported: string): Promise<void> {
    if (resolve(imported) === resolve(this.path))
      throw new NotStarted('The file for rejected lines cannot be the imported file itself.')
    const problem = await problemOf(this.path)
    if (problem)
      throw new NotStarted(
        `The file for rejected lines cannot be made: ${problem}. Name another with --rejects FILE.`,
      )
  }

  /** Removes what an earlier run left under that name: it would pass for the result of this one. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true })
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
    return [
      ...this.#first,
      ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
      `all of them: ${this.path}`,
    ]
  }
}

async function problemOf(path: string): Promise<string | undefined> {
  try {
    const dir = dirname(path)
    if (!(await stat(dir)).isDirectory()) return 'it would not lie in a directory'
    await access(dir, constants.W_OK)
    // It need not be there.
    const present = await stat(path).catch(() => undefined)
    return present?.isDirectory() ? 'a directory has its name' : undefined
  } catch (error) {
    return messageOf(error)
  }
}

function toJson({ line, problem, text }: Rejected): string {
  const kept = text.slice(0, mostText).toWellFormed()
  return `${JSON.stringify({ line, error: problem.error, field: problem.field, text: kept })}\n`
}
