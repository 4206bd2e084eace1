import { createHash } from 'node:crypto'
import { accessSync, chmodSync, chownSync, constants, lstatSync, mkdirSync } from 'node:fs'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeOf, messageOf, StartError } from './start-error.ts'

/** Where things are inside DATA_DIR; all absolute and without symbolic links. */
export interface Layout {
  dataDir: string
  /** It did not exist before. */
  isNew: boolean
  /** Cluster and password together, so that one rename brings both into being. */
  home: string
  cluster: string
  password: string
  log: string
  sockets: string
}

/** The number in the socket's file name; no TCP port is opened. */
export const socketPort = 5432

// sun_path of the kernel with its final NUL: 108 bytes on Linux, 104 on macOS.
const maxSocketPathBytes = process.platform === 'linux' ? 107 : 103

/** Makes DATA_DIR if needed and returns its layout. A new or empty directory of ours becomes private (0700). */
export function openDataDir(dataDir: string): Layout {
  try {
    const isNew = mkdirSync(dataDir, { recursive: true, mode: 0o700 }) !== undefined
    const path = realpathSync(resolve(dataDir))
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (isOurs(path)) chmodSync(path, 0o700)
    return layoutOf(path, isNew)
  } catch (error) {
    throw new StartError(`DATA_DIR cannot be used: ${messageOf(error)}`)
  }
}

/** Tells whether a directory is empty and belongs to the account that runs Countersign. */
export function isOurs(path: string): boolean {
  return statSync(path).uid === process.getuid?.() && readdirSync(path).length === 0
}

/** Returns the file of the PostgreSQL socket in a socket directory. */
export function socketFile(sockets: string): string {
  return join(sockets, `.s.PGSQL.${socketPort}`)
}

function layoutOf(dataDir: string, isNew: boolean): Layout {
  const home = join(dataDir, 'postgres')
  return {
    dataDir,
    isNew,
    home,
    cluster: join(home, 'data'),
    password: join(home, 'password'),
    log: join(dataDir, 'postgres.log'),
    sockets: socketDir(dataDir),
  }
}

function socketDir(dataDir: string): string {
  const inside = join(dataDir, 'run')
  if (Buffer.byteLength(socketFile(inside)) <= maxSocketPathBytes) return inside
  // Every process must find the same one, so neither TMPDIR nor XDG_RUNTIME_DIR may have a say.
  return `/tmp/countersign-${createHash('sha256').update(dataDir).digest('hex').slice(0, 20)}`
}

/**
 * Makes the socket directory, private to one account. Takes the directory and its owner. Throws StartError when
 * something else stands there, as anybody may write to /tmp.
 */
export function makeSocketDir(path: string, owner: { uid: number; gid: number }): void {
  try {
    mkdirSync(path, { mode: 0o700 })
    chownSync(path, owner.uid, owner.gid)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const stat = lstatSync(path)
  if (!stat.isDirectory() || stat.uid !== owner.uid || (stat.mode & 0o077) !== 0) {
    throw new StartError(
      `The socket directory ${path} is not a private directory (0700) of user ${owner.uid}. Remove it and start again.`,
    )
  }
}
