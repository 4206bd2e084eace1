import { onTestFinished } from 'vitest'
import { runBulk } from '#server/jobs/bulk.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { bulkJob } from '#server/store/jobs/queue.ts'
import type { TestServer } from './start-server.ts'

const log = { info: () => undefined, warn: () => undefined }

/** Runs the bulk changes of a server until the test is over, as the process beside it does. */
export async function startBulkWorker({ database: { store } }: TestServer): Promise<void> {
  const clock = () => new Date()
  const kinds = { [bulkJob]: (run: Parameters<typeof runBulk>[1]) => runBulk({ store, log, clock }, run) }
  const worker = await startWorker(store, { kinds, log, onLost: () => undefined })
  onTestFinished(() => worker.stop())
}
