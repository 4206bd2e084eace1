import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { StoreLog } from '../store/embedded/start-error.ts'

const firstDelayMs = 500
const maxDelayMs = 10_000
/** A worker that lived for so long was well. */
const wellAfterMs = 60_000
const stopWithinMs = 10_000
/** What a worker holds is many rows that are gone at once: V8 is to look for them soon, or it lets 60 MiB more gather. */
const options = ['--optimize-for-size']

/**
 * Keeps a worker running in a child process: one that ends is started again, later each time while it does not live. It ends
 * with the server, also with one that is killed, because its channel to the server closes then.
 */
export function keepWorker(program: URL, log: StoreLog): { stop(): Promise<void> } {
  let child: ChildProcess | undefined
  let delay = firstDelayMs
  let again: NodeJS.Timeout | undefined
  let stopping = false
  const start = () => {
    const began = performance.now()
    child = fork(program, [], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: options })
    child.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      if (performance.now() - began > wellAfterMs) delay = firstDelayMs
      log.warn(`The worker ended (${signal ?? code}) and is started again in ${delay / 1000} s.`)
      again = setTimeout(start, delay)
      delay = Math.min(2 * delay, maxDelayMs)
    })
  }
  start()
  return {
    stop: async () => {
      stopping = true
      clearTimeout(again)
      if (!child) return
      const ended = once(child, 'exit')
      const { pid } = child
      child.kill('SIGTERM')
      const late = setTimeout(() => {
        log.warn(`The worker ${pid} did not stop and is killed.`)
        child?.kill('SIGKILL')
      }, stopWithinMs)
      await ended
      clearTimeout(late)
    },
  }
}
