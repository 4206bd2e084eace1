import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { codeOf } from './start-error.ts'
import { socketFile } from './paths.ts'

/** What `postmaster.pid` says. */
export interface LockFile {
  /** NaN when the file is empty or cut off, as a full disk leaves it. */
  pid: number
  socketDir: string
  /** `starting`, `ready` or `stopping`. */
  status: string
}

/** Returns the path of the lock file of a cluster. */
export function lockPath(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

/** Reads the lock file of a cluster; undefined without one. */
export function readLockFile(cluster: string): LockFile | undefined {
  try {
    const lines = readFileSync(lockPath(cluster), 'utf8').split('\n')
    const first = lines[0] ?? ''
    return {
      // A single-user PostgreSQL writes its number negative.
      pid: /^-?\d+$/.test(first) ? Math.abs(Number(first)) : Number.NaN,
      socketDir: lines[4] ?? '',
      status: lines[7]?.trim() ?? '',
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Tells whether a PostgreSQL listens in a socket directory: true for one in another container too. */
export function isListening(socketDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketFile(socketDir))
    const answer = (listening: boolean): void => {
      socket.destroy()
      resolve(listening)
    }
    socket.once('connect', () => answer(true))
    // A full backlog means that somebody is there.
    socket.once('error', (error) => answer(codeOf(error) === 'EAGAIN'))
  })
}
