import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A built program: the folder that holds its `server` and `web`. */
export type Build = string

/** What this checkout has built. */
export const thisBuild: Build = resolve('dist')

/** What another checkout has built. Throws where it has not. */
export function buildOf(checkout: string): Build {
  const build = resolve(checkout, 'dist')
  if (!existsSync(entryOf(build, 'main')))
    throw new Error(`${checkout} is not built; run npm run build there`)
  return build
}

const entryOf = (build: Build, name: string) => join(build, 'server', `${name}.js`)

/** A server as a process of its own, with its own data directory and port. */
export type Program = { readonly child: ChildProcess; readonly url: string }

/** Starts a command of this build. */
export function startCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, [entryOf(thisBuild, name), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Runs a command of a build on a data directory; returns what it prints. Throws what it says when it fails. */
export async function runCommand(
  build: Build,
  dataDir: string,
  name: string,
  args: readonly string[],
): Promise<string> {
  const command = spawn(process.execPath, [entryOf(build, name), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    command[stream].on('data', (data) => {
      said[stream] += String(data)
    })
  const [code] = await once(command, 'close')
  if (code !== 0) throw new Error(`the command ${name} ended with ${String(code)}:\n${said.stderr}`)
  return said.stdout
}

/**
 * Starts the server and waits until it is ready. With `demo` on it has the accounts of a demonstration that was loaded,
 * and would load one itself where there never was anything.
 */
export async function startProgram(
  dataDir: string,
  port: number,
  build: Build = thisBuild,
  demo: 'on' | 'off' = 'on',
): Promise<Program> {
  const env = { DATA_DIR: dataDir, PORT: String(port), DEMO: demo, LOG_LEVEL: 'silent', DATABASE_URL: '' }
  const child = spawn(process.execPath, [entryOf(build, 'main')], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
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
