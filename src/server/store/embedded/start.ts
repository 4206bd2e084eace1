import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { isListening, lockPath, readLockFile } from './lock-file.ts'
import { type Layout, makeSocketDir, socketFile } from './paths.ts'
import { endOrphans, servesCluster } from './processes.ts'
import { complaintsSince, openLog, sizeOf } from './server-log.ts'
import { postgresArguments, postgresEnvironment } from './settings.ts'
import { StartError, type StoreLog } from './start-error.ts'

/** All that is needed to start PostgreSQL on a cluster. */
export interface Place {
  binaries: Binaries
  account: Account
  layout: Layout
  log: StoreLog
}

/** A PostgreSQL that is ready. */
export interface Running {
  pid: number
  socketDir: string
  /** It ran already. */
  adopted: boolean
}

// A start that fails at once is tried again for this long: dying processes let go of the memory a moment later.
const timeoutMs = 3000

/**
 * Makes sure that PostgreSQL serves the cluster: takes the one that runs, or starts one. The lock file of a live
 * database is never touched, and that of a dead one is left to PostgreSQL. Call within `exclusively`.
 */
export async function ensureRunning(place: Place): Promise<Running> {
  const begun = performance.now()
  for (;;) {
    const running = await findRunning(place)
    if (running) return running
    const logSize = sizeOf(place.layout.log)
    const started = await start(place)
    if (started) return started
    if (performance.now() - begun > timeoutMs) {
      const complaints = complaintsSince(place.layout.log, logSize)
      throw new StartError(`PostgreSQL did not start (its log: ${place.layout.log}). ${complaints}`)
    }
    await sleep(100)
  }
}

/** Returns the PostgreSQL that serves the cluster, waiting while it starts or stops; undefined when none is alive. */
export async function findRunning({ layout }: Pick<Place, 'layout'>): Promise<Running | undefined> {
  const begun = performance.now()
  for (;;) {
    const lock = readLockFile(layout.cluster)
    if (!lock) return undefined
    const alive = servesCluster(lock.pid, layout.cluster)
    const listens = lock.socketDir !== '' && (await isListening(lock.socketDir))
    if (listens && lock.status === 'ready') return { pid: lock.pid, socketDir: lock.socketDir, adopted: true }
    if (!listens && alive === false) return undefined
    const busy = lock.status === 'starting' || lock.status === 'stopping'
    if (performance.now() - begun > (busy ? 300_000 : 10_000)) {
      throw new StartError(
        `Process ${lock.pid} holds the lock ${lockPath(layout.cluster)} but does not become ready. ` +
          'If it is not PostgreSQL, remove that file and start again.',
      )
    }
    await sleep(10)
  }
}

async function start(place: Place): Promise<Running | undefined> {
  const { layout, account } = place
  endOrphans(layout.cluster)
  clearRemains(layout)
  makeSocketDir(layout.sockets, account.owner)
  const child = launch(place)
  const pid = await ready(child, layout)
  return pid === undefined ? undefined : { pid, socketDir: layout.sockets, adopted: false }
}

// Nobody serves the cluster: its socket and that socket's own lock are remains, and so is a lock file without a number,
// at which PostgreSQL would stop for ever.
function clearRemains(layout: Layout): void {
  for (const path of [socketFile(layout.sockets), `${socketFile(layout.sockets)}.lock`])
    rmSync(path, { force: true })
  const lock = readLockFile(layout.cluster)
  if (lock && Number.isNaN(lock.pid)) rmSync(lockPath(layout.cluster), { force: true })
}

function launch({ binaries, account, layout }: Place): ChildProcess {
  const stale = readLockFile(layout.cluster)?.pid
  const [command = binaries.postgres, ...args] = [
    ...account.prefix,
    binaries.postgres,
    ...postgresArguments(layout),
  ]
  const log = openLog(layout.log)
  const child = spawn(command, args, {
    ...account.ids,
    cwd: '/',
    // pg_ctl's way to say "this number is not a database": the dead postmaster's may be a zombie or in use by another
    // program. PostgreSQL then replaces the lock file itself, after looking for users of the shared memory.
    env:
      stale === undefined
        ? postgresEnvironment
        : { ...postgresEnvironment, PG_GRANDPARENT_PID: String(stale) },
    stdio: ['ignore', log, log],
    // Ctrl-C in the terminal is for us, not for the database.
    detached: true,
  })
  closeSync(log)
  child.unref()
  return child
}

/** Waits until the child is ready and returns its number, undefined when it has ended instead. */
async function ready(child: ChildProcess, layout: Layout): Promise<number | undefined> {
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  for (;;) {
    const lock = readLockFile(layout.cluster)
    if (lock && lock.pid === child.pid && lock.status === 'ready') return lock.pid
    if (failure) throw new StartError(`PostgreSQL cannot be run: ${failure.message}`)
    if (child.exitCode !== null || child.signalCode !== null) return undefined
    await sleep(5)
  }
}
