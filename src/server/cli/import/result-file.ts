import { constants } from 'node:fs'
import { access, type FileHandle, open, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf, NotStarted } from '../command.ts'

/** A file of what an import found out, one JSON object a line, that is made when there is a first one. */
export class ResultFile {
  readonly path: string
  readonly #what: string
  readonly #option: string
  #file: FileHandle | undefined

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

  /** Removes what an earlier run left under that name: it would pass for the result of this one. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true })
  }

  async add(entries: readonly object[]): Promise<void> {
    if (entries.length === 0) return
    // What people wrote into their data is nobody else's business on this machine.
    this.#file ??= await open(this.path, 'w', 0o600)
    await this.#file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
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
