import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program of dist/server as a process of its own, with its own data directory and port. */
export type Program = { readonly child: ChildProcess; readonly url: string }

const entry = (name: string) =>
  fileURLToPath(new URL(`../dist/server/${name}.js`, `file://${process.cwd()}/bench/`))

/** Starts a command of the built program; its output is passed on only when it fails. */
export function startCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  // The programs read their arguments behind their own name, as `run.mjs` gives them.
  return spawn(process.execPath, [entry(name), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Starts the server and waits until it is ready. */
export async function startProgram(dataDir: string, port: number): Promise<Program> {
  const env = { DATA_DIR: dataDir, PORT: String(port), DEMO: 'off', LOG_LEVEL: 'silent', DATABASE_URL: '' }
  const child = spawn(process.execPath, [entry('main')], { env: { ...process.env, ...env }, stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await ready(url)
  return { child, url }
}

/** Waits until the server says that it is ready, asking every 10 ms. */
export async function ready(url: string): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    if (response?.ok) return
    await sleep(10)
  }
  throw new Error('the server was not ready within a minute')
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
