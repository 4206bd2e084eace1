import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Options } from '@node-rs/argon2'

type Work =
  | { readonly password: string; readonly parameters: Options }
  | { readonly password: string; readonly stored: string }

/**
 * What a thread runs; as a text, since no file of its own is built. On Linux a priority is that of the thread alone: who
 * tries passwords then takes what time others leave. Elsewhere it would be that of the whole process.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
try {
  if (process.platform === 'linux') require('node:os').setPriority(0, 10)
} catch {
  // Where a container forbids it, hashes take the time that they take.
}
const { hashSync, verifySync } = require(workerData)
parentPort.on('message', ({ password, stored, parameters }) =>
  parentPort.postMessage(stored === undefined ? hashSync(password, parameters) : verifySync(stored, password)),
)`

/** Threads of this process that wait for work; none keeps it running. */
const idle: Worker[] = []

/** The argon2 hash of a password, made in a thread of low priority. Throws what argon2 throws. */
export async function hashInThread(password: string, parameters: Options): Promise<string> {
  return String(await inThread({ password, parameters }))
}

/** Whether a password is that of a stored hash, found out in a thread of low priority. Throws for what is no hash. */
export async function verifyInThread(stored: string, password: string): Promise<boolean> {
  return (await inThread({ password, stored })) === true
}

/** As many threads as are asked at once: who asks bounds them. One that fails ends. */
async function inThread(work: Work): Promise<unknown> {
  const thread = idle.pop() ?? newThread()
  thread.ref()
  const answered = once(thread, 'message')
  thread.postMessage(work, [])
  const [answer]: unknown[] = await answered
  thread.unref()
  idle.push(thread)
  return answer
}

function newThread(): Worker {
  const argon2 = createRequire(import.meta.url).resolve('@node-rs/argon2')
  return new Worker(program, { eval: true, workerData: argon2 })
}
