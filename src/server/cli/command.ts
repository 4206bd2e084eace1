import { parseArgs } from 'node:util'

/** A reason not to begin, for a person: exit code 2, nothing was changed. */
export class NotStarted extends Error {
  override name = 'NotStarted'
}

/** What broke off work that had begun, for a person: exit code 3. */
export class BrokenOff extends Error {
  override name = 'BrokenOff'
}

/** What a command says of itself when it is asked to: exit code 0, on standard output. */
class Help extends Error {
  override name = 'Help'
}

const exitOfSignal = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Runs a command: `main` gets its arguments and a signal that is aborted by Ctrl-C and SIGTERM, and returns the exit
 * code. What it throws is told without a stack; a second signal ends the process at once.
 */
export async function runCommand(
  main: (args: string[], signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const abort = new AbortController()
  // Whoever reads it may have had enough (`| head`): what is still printed is for nobody, and the work goes on to its end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  let exit: number | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (exit !== undefined) process.exit(exit)
      exit = exitOfSignal[name]
      abort.abort(new BrokenOff('stopped by a signal'))
    })
  }
  try {
    process.exitCode = await main(process.argv.slice(2), abort.signal)
  } catch (error) {
    if (error instanceof Help) {
      process.stdout.write(`${error.message}\n`)
      return
    }
    say(messageOf(error))
    process.exitCode = exit ?? (error instanceof BrokenOff ? 3 : 2)
  }
}

/** What to tell about a thrown value of any kind. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Tells the person at the terminal; standard output belongs to the command's result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A text as a shell takes it for one word. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** The store's messages, on the terminal. */
export const log = { info: say, warn: say }

/**
 * parseArgs of node:util, whose complaints become NotStarted below the command's usage. `--help` and `-h`, wherever
 * they stand, end the command with its usage.
 */
export function readArgs<
  T extends { readonly args: string[] } & NonNullable<Parameters<typeof parseArgs>[0]>,
>(usage: string, config: T) {
  const end = config.args.indexOf('--')
  const options = end < 0 ? config.args : config.args.slice(0, end)
  if (options.includes('--help') || options.includes('-h')) throw new Help(usage)
  try {
    return parseArgs<T>(config)
  } catch (error) {
    throw new NotStarted(`${usage}\n\n${messageOf(error)}`)
  }
}
