import { constants } from 'node:fs'
import { access, type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf, NotStarted } from '../command.ts'

/** A file of what an import found out, one JSON object a line, that is made when there is a first one. */
export class ResultFile {
  readonly path: string
  readonly #what: string
  readonly #option: string
  #file: FileHandle | undefined
  #begun = false

  /** `what` it is for, as in "The file for rejected lines", and the option that names another. */
  constructor(path: string, { what, option }: { readonly what: string; readonly option: string }) {
    this.path = path
    this.#what = what
    this.#option = option
  }

  /** Makes sure that the file can be made and is not the imported one. Throws NotStarted otherwise. */
  async prepare(imported: string): Promise<void> {
    if (resolve(imported) === resolve(this.path))
      throw new NotStarted(`The file for ${this.#what} cannot be the imported file itself.`)
    const problem = await problemOf(this.path)
    if (problem)
      throw new NotStarted(
        `The file for ${this.#what} cannot be made: ${problem}. Name another with ${this.#option} FILE.`,
      )
  }

  get #aside(): string {
    return `${this.path}.earlier`
  }

  /** Sets aside what an earlier run left under that name: it would pass for the result of this one. */
  async clear(): Promise<void> {
    this.#begun = true
    // Where a run that was killed has set one aside, what has the name now is only what that run had written so far.
    if (!(await isThere(this.#aside)) && (await isThere(this.path))) await rename(this.path, this.#aside)
    else await rm(this.path, { force: true })
  }

  /**
   * Puts back what was set aside, in the place of what this run has written, which changes nothing after all. Returns
   * false, and leaves what was written, when nothing was set aside.
   */
  async putBack(): Promise<boolean> {
    await this.#end()
    if (!this.#begun || !(await isThere(this.#aside))) return false
    this.#begun = false
    await rename(this.#aside, this.path)
    return true
  }

  async add(entries: readonly object[]): Promise<void> {
    if (entries.length === 0) return
    // What people wrote into their data is nobody else's business on this machine.
    this.#file ??= await open(this.path, 'w', 0o600)
    await this.#file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }

  /** Ends it, and what was set aside goes. */
  async close(): Promise<void> {
    await this.#end()
    if (this.#begun) await rm(this.#aside, { force: true })
  }

  async #end(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }
}

async function isThere(path: string): Promise<boolean> {
  // It need not be there.
  return (await stat(path).catch(() => undefined)) !== undefined
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
