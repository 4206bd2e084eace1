import { setTimeout as sleep } from 'node:timers/promises'
import { readLockFile } from './lock-file.ts'
import { servesCluster, signal } from './processes.ts'
import type { Running } from './start.ts'
import { StartError } from './start-error.ts'

/**
 * Stops PostgreSQL: in order (SIGINT) first, at once (SIGQUIT, recovery at the next start) after 30 s. One that runs in
 * another container is out of reach and stays.
 */
export async function stopPostgres(running: Running, cluster: string): Promise<void> {
  for (const [name, timeoutMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (servesCluster(running.pid, cluster) === false) return
    signal(running.pid, name)
    if (await gone(running.pid, cluster, timeoutMs)) return
  }
  throw new StartError(`PostgreSQL (process ${running.pid}) does not stop.`)
}

/**
 * Ends a PostgreSQL that is stopping and waits for its connections to end, as it does after a SIGTERM from somebody else. It
 * lets nobody in meanwhile, so waiting for it helps nobody.
 */
export function hurryStopping({ pid }: Pick<Running, 'pid'>, cluster: string): void {
  const lock = readLockFile(cluster)
  if (lock?.pid === pid && lock.status === 'stopping' && servesCluster(pid, cluster)) signal(pid, 'SIGINT')
}

async function gone(pid: number, cluster: string, timeoutMs: number): Promise<boolean> {
  const begun = performance.now()
  while (performance.now() - begun < timeoutMs) {
    if (servesCluster(pid, cluster) === false) return true
    await sleep(5)
  }
  return false
}
