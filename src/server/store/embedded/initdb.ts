import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Layout } from './paths.ts'
import { postgresEnvironment } from './settings.ts'
import type { Place } from './start.ts'
import { codeOf, messageOf, StartError } from './start-error.ts'

/** The role that owns the cluster. */
export const clusterUser = 'countersign'

const unfinished = '.postgres-new-'

/** Makes the cluster and its password if there is none yet: beside its place first, so that half a one never counts. */
export async function ensureCluster({ binaries, account, layout, log }: Place): Promise<void> {
  if (existsSync(layout.cluster)) return
  log.info(`First start: making a database in ${layout.dataDir}.`)
  sweep(layout)
  const home = join(layout.dataDir, `${unfinished}${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    give(account, () => mkdirSync(home, { mode: 0o700 }), home)
    const password = join(home, 'password')
    give(
      account,
      () => writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 }),
      password,
    )
    await initdb(binaries, account, join(home, 'data'), password)
    renameSync(home, layout.home)
    syncDirectory(layout.dataDir)
  } catch (error) {
    // Where there is no lock among processes another one may have been first; its cluster is as good.
    if (!existsSync(layout.cluster)) throw error
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Returns the password of the cluster's owner. */
export function readPassword(layout: Layout): string {
  try {
    return readFileSync(layout.password, 'utf8')
  } catch (error) {
    throw new StartError(`The password of the embedded database cannot be read: ${messageOf(error)}`)
  }
}

async function initdb(
  binaries: Binaries,
  account: Account,
  directory: string,
  password: string,
): Promise<void> {
  // Without lc-ctype pg_trgm finds no letters outside ASCII. macOS knows no C.UTF-8.
  const ctype = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  const locale = [
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${ctype}`,
  ]
  const access = ['-U', clusterUser, '-A', 'scram-sha-256', `--pwfile=${password}`]
  const sync = process.platform === 'linux' ? ['--sync-method=syncfs'] : []
  const args = ['-D', directory, '-E', 'UTF8', ...locale, ...access, ...sync, '--no-instructions']
  const [command = binaries.initdb, ...rest] = [...account.prefix, binaries.initdb, ...args]
  const child = spawn(command, rest, {
    ...account.ids,
    cwd: '/',
    env: postgresEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  const [complaint, code] = await Promise.all([text(child.stderr), ended])
  if (code !== 0) throw new StartError(`The database cannot be created in ${directory}. ${complaint.trim()}`)
}

function give(account: Account, make: () => void, path: string): void {
  make()
  chownSync(path, account.owner.uid, account.owner.gid)
}

// What a process left that was killed while it made a cluster.
function sweep(layout: Layout): void {
  for (const name of readdirSync(layout.dataDir).filter((entry) => entry.startsWith(unfinished))) {
    if (isAlive(Number.parseInt(name.slice(unfinished.length), 10))) continue
    rmSync(join(layout.dataDir, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  fsyncSync(directory)
  closeSync(directory)
}
