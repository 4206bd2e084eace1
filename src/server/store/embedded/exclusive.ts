import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, StartError, type StoreLog } from './start-error.ts'

const timeoutMs = 300_000

/**
 * Runs one task at a time among all processes that use a directory: starting and stopping must not cross. Linux only;
 * elsewhere the task runs at once and PostgreSQL's own lock file is the guard.
 * The lock is a socket in the abstract namespace because the kernel drops it with its process, kill -9 included.
 */
export async function exclusively<T>(dataDir: string, log: StoreLog, task: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return task()
  const lock = await take(`\0countersign-${createHash('sha256').update(dataDir).digest('hex')}`, log)
  try {
    return await task()
  } finally {
    await new Promise((resolve) => lock.close(resolve))
  }
}

async function take(name: string, log: StoreLog): Promise<Server> {
  const begun = performance.now()
  for (let tries = 0; performance.now() - begun < timeoutMs; tries++) {
    const server = await bind(name)
    if (server) return server
    if (tries === 100) log.info('Waiting for another process that is starting or stopping the same database.')
    await sleep(20)
  }
  throw new StartError(
    'Another process has been starting or stopping the database of DATA_DIR for five minutes.',
  )
}

function bind(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => (codeOf(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen({ path: name, exclusive: true }, () => resolve(server.unref()))
  })
}
