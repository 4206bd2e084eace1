import { readConfig } from './config.ts'
import { runBulk } from './jobs/bulk.ts'
import { exportKinds } from './jobs/exports/export-kinds.ts'
import { exportDirOf } from './jobs/exports/export-dir.ts'
import { tidyExports } from './jobs/exports/tidy-exports.ts'
import type { JobKinds } from './jobs/job-kinds.ts'
import { startWorker } from './jobs/worker.ts'
import { openStore } from './store/database/open.ts'
import { messageOf } from './store/embedded/start-error.ts'
import { bulkJob } from './store/jobs/queue.ts'

/** So often files that nobody may fetch any more are removed. */
const tidyEveryMs = 600_000

const say = (line: string) => void process.stderr.write(`${line}\n`)
const log = { info: say, warn: say }

/** Runs jobs as a child process of the server (`jobs/worker-process.ts`), until that says so or is gone. */
async function main(): Promise<void> {
  const stop = new AbortController()
  const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
  for (const end of ['SIGTERM', 'disconnect'] as const) process.once(end, () => stop.abort())
  // Ctrl-C reaches the server too, which stops its worker when nobody needs it any more.
  process.on('SIGINT', () => undefined)
  const config = readConfig(process.env)
  const store = await openStore({ ...config, applicationName: 'countersign worker', log })
  try {
    const dir = await exportDirOf(store, config.exportDir)
    const tidy = () =>
      tidyExports(store, dir).catch((error: unknown) =>
        log.warn(`Old exports could not be removed: ${messageOf(error)}`),
      )
    await tidy()
    const timer = setInterval(() => void tidy(), tidyEveryMs)
    const kinds: JobKinds = {
      ...exportKinds({ store, dir }),
      [bulkJob]: (run) => runBulk({ store, log, clock: () => new Date() }, run),
    }
    const worker = await startWorker(store, { kinds, log, onLost: () => process.exit(1) })
    await stopped
    clearInterval(timer)
    await worker.stop()
    // A server that was killed leaves its PostgreSQL running for the next one, and so does its worker.
    if (!process.connected) process.exit(0)
  } finally {
    await store.close()
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(`The worker could not go on: ${messageOf(error)}`)
    process.exit(1)
  },
)
