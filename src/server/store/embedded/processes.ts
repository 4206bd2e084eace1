import { readdirSync, readFileSync, statSync } from 'node:fs'
import { codeOf } from './start-error.ts'

const hasProc = process.platform === 'linux'

/**
 * The `cluster_name` of a cluster directory. PostgreSQL keeps it in the command line of each of its processes, which
 * may be read where the working directory may not (root in a container). By device and inode, so it survives a rename.
 */
export function clusterName(cluster: string): string {
  const { dev, ino } = statSync(cluster)
  return `countersign-${dev}-${ino}`
}

/**
 * Tells whether a process is a PostgreSQL of the given cluster directory, or 'unknown' on systems without /proc where
 * some process has that number. A zombie or another program with a reused number is not.
 */
export function servesCluster(pid: number, cluster: string): boolean | 'unknown' {
  if (hasProc) return isPostgresOf(pid, cluster)
  return exists(pid) ? 'unknown' : false
}

/**
 * Ends the backends that outlived their postmaster, as PostgreSQL itself does after a crash: one in the midst of a long
 * query would otherwise hold the shared memory and forbid the restart. Call only while no postmaster is alive.
 */
export function endOrphans(cluster: string): void {
  if (!hasProc) return
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || !isPostgresOf(pid, cluster)) continue
    // Children rewrite their command line; a postmaster keeps its own and is not for us to kill.
    if (read(pid, 'cmdline').startsWith('postgres: ')) signal(pid, 'SIGKILL')
  }
}

/** Sends a signal; a process that has just gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

function isPostgresOf(pid: number, cluster: string): boolean {
  if (read(pid, 'comm').trim() !== 'postgres') return false
  const name = clusterName(cluster)
  const command = read(pid, 'cmdline')
  // The second is for a PostgreSQL that a person started by hand, without our cluster_name.
  return (
    command.split('\0').includes(`cluster_name=${name}`) ||
    command.startsWith(`postgres: ${name}: `) ||
    worksIn(pid, cluster)
  )
}

function worksIn(pid: number, cluster: string): boolean {
  return unlessGone(false, () => {
    const cwd = statSync(`/proc/${pid}/cwd`)
    const wanted = statSync(cluster)
    return cwd.dev === wanted.dev && cwd.ino === wanted.ino
  })
}

function read(pid: number, file: string): string {
  return unlessGone('', () => readFileSync(`/proc/${pid}/${file}`, 'utf8'))
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

// A process may go while it is looked at, and some may not be looked at.
function unlessGone<T>(otherwise: T, look: () => T): T {
  try {
    return look()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error))) return otherwise
    throw error
  }
}
