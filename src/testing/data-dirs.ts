import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A DATA_DIR that does not exist yet, and how to remove it with every PostgreSQL still at work in it. */
export type DataDir = { readonly dataDir: string; readonly remove: () => Promise<void> }

/** Names a DATA_DIR under the given directories, which do not exist yet either. */
export function makeDataDir(...parents: string[]): DataDir {
  const root = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  // A test run by root starts PostgreSQL as another account, which must get through.
  chmodSync(root, 0o711)
  const remove = async (): Promise<void> => {
    await endPostgresIn(root)
    rmSync(root, { recursive: true, force: true })
  }
  return { dataDir: join(root, ...parents, 'data'), remove }
}

/** The same for one test, which removes it. Hooks run last in first out: register what uses it later. */
export function temporaryDataDir(...parents: string[]): string {
  const { dataDir, remove } = makeDataDir(...parents)
  onTestFinished(remove)
  return dataDir
}

/** Another process that `inOtherProcess` started. */
export type OtherProcess = {
  /** What its code returned. */
  readonly answer: string
  /** Kills it with -9 and waits for its end. */
  kill(): Promise<void>
}

/**
 * Runs code in another process, which then stays until it is killed, at the latest at the end of the test. The code is
 * the body of an async function that gets `load(path from the repository's root)` for our modules and `log`.
 */
export async function inOtherProcess(body: string): Promise<OtherProcess> {
  const script = `
    const { runnerImport } = await import('vite')
    const load = async (path) => (await runnerImport(process.cwd() + '/' + path, { configFile: false })).module
    const log = { info: () => undefined, warn: () => undefined }
    const answer = await (async () => { ${body} })()
    process.stdout.write(String(answer))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  const answer = new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
  const failure = ended.then(() => Promise.reject(new Error('The other process ended without an answer.')))
  return { answer: await Promise.race([answer, failure]), kill }
}

async function endPostgresIn(root: string): Promise<void> {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  const left = pids.filter((pid) => commandLine(pid).includes(`${root}/`) && Number(pid) !== process.pid)
  if (left.length === 0) return
  for (const pid of left) quit(Number(pid))
  await sleep(20)
  await endPostgresIn(root)
}

function quit(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch (error) {
    // It has just ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // It has just ended.
  }
}
