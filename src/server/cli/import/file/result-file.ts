import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf, say } from '../../command.ts'
import { whyNotReplaced } from './result-places.ts'

/**
 * A file of what an import found out, one JSON object a line, that is made when there is a first one. Until it ends it
 * has a name that nobody else uses: what an earlier import left under its own name stays there, also where this one is
 * killed. See `checkResultPlaces` for what that name may be.
 */
export class ResultFile {
  /** Where it lies when it has ended: under its own name, unless it could not be put there. */
  place: string
  readonly #path: string
  readonly #partial: string
  #file: FileHandle | undefined
  #isMade = false
  #isBegun = false

  constructor(path: string) {
    this.#path = path
    this.place = path
    // The name of the whole may be as long as a name can be.
    this.#partial = join(dirname(path), `${basename(path).slice(0, 40)}.${randomUUID()}.partial`)
  }

  /** From here on it takes the place of what an earlier import left, even if there is nothing to write. */
  begin(): void {
    this.#isBegun = true
  }

  /**
   * Ends it for a run that changes nothing after all, where there is a file of an earlier import: that one stays, and
   * what this run has written goes. Returns false, and does nothing, where there is none.
   */
  async keepEarlier(): Promise<boolean> {
    if (!this.#isBegun || !(await isThere(this.#path))) return false
    await this.#end()
    this.#isBegun = false
    if (this.#isMade) await rm(this.#partial)
    return true
  }

  async add(entries: readonly object[]): Promise<void> {
    if (entries.length === 0) return
    // What people wrote into their data is nobody else's business on this machine; `x` takes no name that somebody has.
    this.#file ??= await open(this.#partial, 'wx', 0o600)
    this.#isMade = true
    await this.#file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }

  /** Ends it, and puts it in the place of what an earlier import left, which goes also where there is nothing to put. */
  async close(): Promise<void> {
    await this.#end()
    if (!this.#isBegun) return
    this.#isBegun = false
    const problem = await this.#takePlace()
    if (problem === undefined) return
    if (this.#isMade) this.place = this.#partial
    say(
      this.#isMade
        ? `${this.#path} could not be written (${problem}); what belongs there is in ${this.#partial}.`
        : `${this.#path} is not of this import, and could not be deleted (${problem}).`,
    )
  }

  /** Why it could not, for a person. Something else may have got the name since it was checked. */
  async #takePlace(): Promise<string | undefined> {
    try {
      const problem = await whyNotReplaced(this.#path)
      if (problem !== undefined) return problem
      await (this.#isMade ? rename(this.#partial, this.#path) : rm(this.#path, { force: true }))
      return undefined
    } catch (error) {
      return messageOf(error)
    }
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
