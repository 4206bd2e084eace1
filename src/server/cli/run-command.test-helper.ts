import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inject, onTestFinished } from 'vitest'

type Name = 'main' | 'import' | 'demo' | 'users' | 'export-key' | 'stop'

type Surroundings = {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  /** A file that standard input is, in place of a pipe with `input`. */
  readonly inputFile?: string
  /** Leave standard input open after `input`, as a slow sender does. */
  readonly more?: boolean
  /** Nobody reads what it prints, as behind `| true`. */
  readonly unread?: boolean
}

/** A command that runs in a process of its own. */
export type RunningCommand = {
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<{
    readonly exit: number | null
    readonly stdout: string
    readonly stderr: string
  }>
}

/** Starts a command as `npm run` does, with these arguments, variables and standard input. It ends with the test. */
export function startCommand(
  name: Name,
  args: readonly string[],
  { env = {}, input = '', inputFile, more = false, unread = false }: Surroundings = {},
): RunningCommand {
  const entry = join(inject('commands'), `${name}.js`)
  const script = `process.argv = [process.argv[0], ${JSON.stringify(name)}, ...process.argv.slice(1)]
    await import(${JSON.stringify(entry)})`
  const command = [process.execPath, '--input-type=module', '-e', script, '--', ...args]
  const redirect = inputFile === undefined ? '' : ' < "$INPUT_FILE"'
  const child = spawn('/bin/sh', ['-c', `exec "$0" "$@"${redirect}`, ...command], {
    env: { PATH: process.env['PATH'], INPUT_FILE: inputFile, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  // It may end without having read all of it.
  child.stdin.on('error', () => undefined)
  child.stdin.write(input)
  if (!more) child.stdin.end()
  if (unread) child.stdout.destroy()
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ended = Promise.all([exit, unread ? '' : text(child.stdout), text(child.stderr)])
  return {
    kill: (signal) => void child.kill(signal),
    ended: ended.then(([code, stdout, stderr]) => ({ exit: code, stdout, stderr })),
  }
}

/** Runs a command to its end. */
export function runToEnd(...command: Parameters<typeof startCommand>): RunningCommand['ended'] {
  return startCommand(...command).ended
}
