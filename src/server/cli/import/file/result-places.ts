import { constants, fstat } from 'node:fs'
import { access, lstat, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { messageOf, NotStarted } from '../../command.ts'

/** Where an option lets a result of an import go, and what the result is, as in "The file for rejected lines". */
export type ResultPlace = {
  readonly path: string
  readonly what: string
  readonly option: '--rejects' | '--report'
}

/** Which file it is, under whatever name. */
type Identity = { readonly dev: bigint; readonly ino: bigint }

/**
 * Makes sure that the files of results can be made, and that no file is lost by it: none is the imported one or that of
 * another result, under whatever name, and what lies there is of an earlier import. Touches nothing. Throws NotStarted.
 */
export async function checkResultPlaces(imported: string, places: readonly ResultPlace[]): Promise<void> {
  const input = await importedFile(imported)
  for (const [index, { path, what, option }] of places.entries()) {
    const refusal = (why: string) =>
      new NotStarted(`The file for ${what} cannot be ${why}. Name another with ${option} FILE.`)
    if (isSame(input, await fileAt(path))) throw refusal('the imported file itself')
    const problem = await whyNotMade(path)
    if (problem) throw refusal(`made: ${problem}`)
    for (const other of places.slice(0, index))
      if (await isSamePlace(path, other.path)) throw refusal(`that for ${other.what} too: ${path}`)
  }
}

/**
 * Why what has this name may not be replaced or deleted by a result of an import, for a person; undefined where nothing
 * has it, or an empty file, or one that an import has written. Throws what the file system says.
 */
export async function whyNotReplaced(path: string): Promise<string | undefined> {
  const present = await lstat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (present === undefined) return undefined
  if (present.isSymbolicLink()) return `${path} is not a plain file but a symbolic link`
  if (!present.isFile()) return `${path} is not a plain file`
  if (present.size === 0 || (await isOfImport(path))) return undefined
  return `${path} exists and was not written by an import`
}

async function whyNotMade(path: string): Promise<string | undefined> {
  if (path.endsWith('/')) return `${path} is not a plain file`
  try {
    const folder = dirname(path)
    if (!(await stat(folder)).isDirectory()) return 'it would not lie in a directory'
    await access(folder, constants.W_OK | constants.X_OK)
    return await whyNotReplaced(path)
  } catch (error) {
    return messageOf(error)
  }
}

/** How the first line begins of a file of rejected lines, or of a report. */
const ofImport = /^\{("line":\d+,"error":"|"kind":"[^"\n]*","line":\d+,")/
const maxHeadBytes = 256

async function isOfImport(path: string): Promise<boolean> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeadBytes), 0, maxHeadBytes, 0)
    return ofImport.test(buffer.toString('latin1', 0, bytesRead))
  } finally {
    await file.close()
  }
}

async function importedFile(imported: string): Promise<Identity | undefined> {
  // Standard input may be a file too. Where there is none, whoever reads it tells.
  return imported === '-'
    ? await promisify(fstat)(0, { bigint: true }).catch(() => undefined)
    : await fileAt(imported)
}

async function fileAt(path: string): Promise<Identity | undefined> {
  // It need not be there.
  return await stat(path, { bigint: true }).catch(() => undefined)
}

function isSame(a: Identity | undefined, b: Identity | undefined): boolean {
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

/** For two places of which both can be made. */
async function isSamePlace(a: string, b: string): Promise<boolean> {
  if (isSame(await fileAt(a), await fileAt(b))) return true
  return (await realName(a)) === (await realName(b))
}

async function realName(path: string): Promise<string> {
  return join(await realpath(dirname(path)), basename(path))
}
