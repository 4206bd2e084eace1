import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { isOurs, type Layout } from './paths.ts'
import { StartError } from './start-error.ts'

/** The account under which PostgreSQL runs. */
export interface Account {
  name: string
  /** Who owns the cluster's files. */
  owner: { uid: number; gid: number }
  /** What `spawn` needs beside the command; empty where no change of account is needed. */
  ids: { uid?: number; gid?: number }
  /** Put before the command. */
  prefix: string[]
}

/**
 * Chooses the account for PostgreSQL, which refuses to run as root: ourselves if we are not root; else the owner of the
 * cluster if there is one; else `postgres`, then `nobody`, then root without its rights in a user namespace. Each is
 * tried for real on the programs and on DATA_DIR. Throws StartError naming DATA_DIR and a directory that works.
 */
export function chooseAccount(binaries: Binaries, layout: Layout): Account {
  const uid = process.getuid?.() ?? -1
  const gid = process.getgid?.() ?? -1
  const cluster = existsSync(layout.cluster) ? statSync(layout.cluster) : undefined
  if (uid !== 0) {
    if (cluster && cluster.uid !== uid) throw new StartError(foreignCluster(layout, cluster.uid))
    return { name: 'this user', owner: { uid, gid }, ids: {}, prefix: [] }
  }
  const candidates = cluster ? [ownerOf(cluster)] : candidatesForRoot()
  // A directory with other files in it keeps its owner.
  const give = isOurs(layout.dataDir)
  for (const account of candidates) {
    if (give) chownSync(layout.dataDir, account.owner.uid, account.owner.gid)
    if (canEnter(account, cluster ? layout.cluster : layout.dataDir) && canRun(account, binaries))
      return account
  }
  // Left behind it would be in the way of the ordinary user whom the message suggests.
  if (layout.isNew) rmdirSync(layout.dataDir)
  else if (give) chownSync(layout.dataDir, uid, gid)
  throw new StartError(noAccount(candidates, binaries, layout))
}

// Inside, root appears as user 65534 (nobody) and has no rights but those of the files' owner.
const unshared: Account = {
  name: 'root without its rights (unshare)',
  owner: { uid: 0, gid: 0 },
  ids: {},
  prefix: ['unshare', '--user', '--map-user=65534'],
}

function candidatesForRoot(): Account[] {
  return [...['postgres', 'nobody'].flatMap(named), unshared]
}

function ownerOf({ uid, gid }: { uid: number; gid: number }): Account {
  return uid === 0 ? unshared : { name: `user ${uid}`, owner: { uid, gid }, ids: { uid, gid }, prefix: [] }
}

function named(name: string): Account[] {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0) return []
  const owner = { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  return [{ name, owner, ids: owner, prefix: [] }]
}

function canEnter(account: Account, directory: string): boolean {
  return succeeds(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory])
}

function canRun(account: Account, binaries: Binaries): boolean {
  return succeeds(account, binaries.postgres, ['--version'])
}

function succeeds(account: Account, program: string, args: string[]): boolean {
  const [command = program, ...rest] = [...account.prefix, program, ...args]
  return spawnSync(command, rest, { ...account.ids, cwd: '/', stdio: 'ignore' }).status === 0
}

function noAccount(candidates: Account[], binaries: Binaries, layout: Layout): string {
  const able = candidates.filter((candidate) => canRun(candidate, binaries))
  const names = candidates.map((candidate) => candidate.name).join(', ')
  const start = `PostgreSQL does not run as root, and the accounts tried instead (${names}) cannot`
  if (able.length === 0) {
    return (
      `${start} run the programs under ${binaries.root}. Move the installation and DATA_DIR (now ${layout.dataDir}) ` +
      `out of a private home, for example to /opt/countersign and ${workingDirectory(candidates)}, or start it as an ordinary user.`
    )
  }
  return (
    `${start} enter DATA_DIR (${layout.dataDir}). Use one that they can enter, such as ` +
    `DATA_DIR=${workingDirectory(able)}, or start Countersign as an ordinary user.`
  )
}

function workingDirectory(candidates: Account[]): string {
  const parents = ['/var/lib', '/srv', '/opt'].filter((path) => existsSync(path))
  const open = parents.find((path) => candidates.some((candidate) => canEnter(candidate, path)))
  return join(open ?? '/var/lib', 'countersign')
}

function foreignCluster(layout: Layout, uid: number): string {
  return (
    `The database in DATA_DIR (${layout.dataDir}) belongs to user ${uid}. ` +
    'Start Countersign as that user or as root, or set DATA_DIR to another directory.'
  )
}
