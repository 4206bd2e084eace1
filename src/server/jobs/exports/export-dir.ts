import { createHash } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../../store/database/open.ts'
import { secretFor } from '../../store/database/secrets.ts'
import { codeOf, messageOf, StartError } from '../../store/embedded/start-error.ts'
import { HashedFile } from './hashed-file.ts'

/** The file that says that a directory is for exports, and of which database. */
const marker = '.countersign-exports'
/** A file of a job, or a part of one that was being made at some attempt of it. */
const pattern =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:\d+\.)?(?:(?:history\.)?(?:csv|xlsx|jsonl)|manifest\.json(?:\.sig)?)(\.partial)?$/
/** So many bytes stay free, whatever is exported. */
const reserve = 1024 ** 3

/** A file with data, as its name ends: its format, and before that whether it has the history. */
export type DataKind = `${'' | 'history.'}${'csv' | 'xlsx' | 'jsonl'}`

/** What a file of a job is: data, or what says what these are (`manifest.ts`), and the signature of that. */
export type FileKind = DataKind | 'manifest.json' | 'manifest.json.sig'

/** A file in the directory: that of a job, or a part of it that an attempt left. */
export type ExportFile = { readonly name: string; readonly id: string; readonly isPart: boolean }

/** The directory in which files of exports are made and kept. Several processes of one database may share it. */
export class ExportDir {
  readonly path: string
  readonly #freeBytes: () => Promise<number>

  constructor(path: string, freeBytes: () => Promise<number> = () => freeBytesOf(path)) {
    this.path = path
    this.#freeBytes = freeBytes
  }

  fileOf(id: string, kind: FileKind): string {
    return join(this.path, `${id}.${kind}`)
  }

  /** Whether a file of so many bytes may be made: twice as many must be free, and 1 GiB beside. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    return (await this.#freeBytes()) >= 2 * bytes + reserve
  }

  /** Begins the files of a job in the name of an attempt. What earlier attempts have left goes. */
  async begin(id: string, attempt: number): Promise<Attempt> {
    for (const left of await this.list()) if (left.id === id && left.isPart) await this.remove(left.name)
    return new Attempt(this, id, attempt)
  }

  /** The files of jobs; any other name is not ours to look at. */
  async list(): Promise<readonly ExportFile[]> {
    const names = await readdir(this.path)
    return names.flatMap((name) => {
      const [, id, partial] = pattern.exec(name) ?? []
      return id === undefined ? [] : [{ name, id, isPart: partial !== undefined }]
    })
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true })
  }

  /** Removes all files of a job, parts too. */
  async removeAll(id: string): Promise<void> {
    for (const file of await this.list()) if (file.id === id) await this.remove(file.name)
  }
}

/** The files that one attempt of a job makes, beside their places until all of them are whole. */
export class Attempt {
  readonly #dir: ExportDir
  readonly #id: string
  readonly #attempt: number
  readonly #files = new Map<FileKind, HashedFile>()

  constructor(dir: ExportDir, id: string, attempt: number) {
    this.#dir = dir
    this.#id = id
    this.#attempt = attempt
  }

  create(kind: FileKind): HashedFile {
    const file = new HashedFile(join(this.#dir.path, this.#name(kind)))
    this.#files.set(kind, file)
    return file
  }

  /** Puts the files, each of which is finished, in their places, where they stay through a loss of power. */
  async put(): Promise<void> {
    const { path } = this.#dir
    for (const kind of this.#files.keys())
      await rename(join(path, this.#name(kind)), this.#dir.fileOf(this.#id, kind))
    const directory = await open(path)
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  }

  /** Removes what was not put in its place. */
  async abandon(): Promise<void> {
    for (const [kind, file] of this.#files) {
      file.destroy()
      await this.#dir.remove(this.#name(kind))
    }
  }

  #name(kind: FileKind): string {
    return `${this.#id}.${this.#attempt}.${kind}.partial`
  }
}

async function freeBytesOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return bavail * bsize
}

/** Opens EXPORT_DIR for the exports of a database. Throws StartError for a directory that is not for these. */
export async function exportDirOf({ db }: Pick<Store, 'db'>, path: string): Promise<ExportDir> {
  const secret = await secretFor(db, 'export-dir')
  return await openExportDir(path, createHash('sha256').update(secret).digest('hex'))
}

/**
 * Opens EXPORT_DIR, and makes it (0700) where there is none. `database` tells the database from every other. Throws
 * StartError for a directory with other things in it, of another database, or that cannot be written.
 */
export async function openExportDir(path: string, database: string): Promise<ExportDir> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const names = await readdir(path)
    if (!names.includes(marker)) {
      if (names.length > 0)
        throw new StartError(`EXPORT_DIR (${path}) has files in it that are not of exports. ${advice}`)
      await writeFile(join(path, marker), database, { mode: 0o600 })
    }
    await access(path, 7)
    const owner = await readFile(join(path, marker), 'utf8')
    if (owner !== database)
      throw new StartError(`EXPORT_DIR (${path}) has exports of another database. ${advice}`)
    return new ExportDir(path)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`EXPORT_DIR (${path}) cannot be used: ${messageOf(error)}. ${advice}`)
  }
}

const advice = 'Set EXPORT_DIR to a directory of its own, or remove that one.'

/** The size of a file, undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
