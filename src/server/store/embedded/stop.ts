import { setTimeout as sleep } from 'node:timers/promises'
import { exclusively } from './exclusive.ts'
import type { StoreLog } from './log.ts'
import { openDataDir } from './paths.ts'
import { servesCluster, signal } from './processes.ts'
import { findRunning, type Running } from './start.ts'
import { StartError } from './start-error.ts'

/**
 * Stops PostgreSQL: in order (SIGINT) first, at once (SIGQUIT, recovery at the next start) after 30 s. One that runs in
 * another container is out of reach and stays.
 */
export async function stopPostgres(running: Running, cluster: string): Promise<void> {
  for (const [name, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (servesCluster(running.pid, cluster) === false) return
    signal(running.pid, name)
    if (await gone(running.pid, cluster, patience)) return
  }
  throw new StartError(`PostgreSQL (process ${running.pid}) does not stop.`)
}

/** Stops the PostgreSQL of a data directory whoever uses it; returns whether one ran. */
export function stopEmbedded({ dataDir, log }: { dataDir: string; log: StoreLog }): Promise<boolean> {
  const layout = openDataDir(dataDir)
  return exclusively(layout.dataDir, log, async () => {
    const running = await findRunning({ layout })
    if (running) await stopPostgres(running, layout.cluster)
    return running !== undefined
  })
}

async function gone(pid: number, cluster: string, patience: number): Promise<boolean> {
  const begun = performance.now()
  while (performance.now() - begun < patience) {
    if (servesCluster(pid, cluster) === false) return true
    await sleep(5)
  }
  return false
}
