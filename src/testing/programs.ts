import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, onTestFinished } from 'vitest'
import type { TestServer } from './start-server.ts'

/** The built server on a test's database, in a process of its own, with the worker that it keeps, until the test ends. */
export function startProgram(server: TestServer) {
  const program = spawn(process.execPath, [join(inject('commands'), 'main.js')], {
    env: { ...process.env, DATABASE_URL: server.database.url, EXPORT_DIR: server.exportDir.path, PORT: '0' },
    stdio: 'ignore',
  })
  const ended = once(program, 'exit')
  const kill = async () => {
    program.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  const worker = () => (program.pid === undefined ? undefined : childOf(program.pid))
  return {
    kill,
    worker,
    /** Kills the worker as soon as there is one; its number. */
    killWorker: async (): Promise<number> => {
      await expect.poll(worker, { timeout: 10_000 }).toBeDefined()
      const pid = worker()
      if (pid === undefined) throw new Error('the worker ended by itself')
      process.kill(pid, 'SIGKILL')
      return pid
    },
  }
}

/** The process that another has started; undefined while there is none. */
function childOf(parent: number): number | undefined {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.map(Number).find((pid) => parentOf(pid) === parent)
}

/** The parent of a process; undefined for one that has ended, also where nobody has taken note of that. */
export function parentOf(pid: number): number | undefined {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return undefined
  // The name of the program, in parentheses, may hold anything; what follows it is the state and the parent.
  const [state, parent] = readFileSync(path, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return state === 'Z' ? undefined : Number(parent)
}
