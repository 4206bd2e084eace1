import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { NotStarted } from '../command.ts'

/** Asks for a line. Throws NotStarted where the person ends the input. */
export type Ask = (question: string) => Promise<string>

/** Does something that asks at the terminal, which shows nothing of what is typed from the first question to the end. */
export async function askHidden<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  // What readline would show of a line goes nowhere; the terminal itself shows nothing while readline reads.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  const ended = new Promise<never>((_, reject) => {
    const over = () => reject(new NotStarted('No password was given. Nothing was changed.'))
    lines.once('close', over)
    lines.once('SIGINT', over)
  })
  ended.catch(() => undefined) // who asks hears of it, and afterwards nobody
  const typed = lines[Symbol.asyncIterator]()
  try {
    return await work(async (question) => {
      process.stderr.write(`${question}: `)
      const line = await Promise.race([typed.next(), ended])
      process.stderr.write('\n')
      return line.done ? await ended : line.value
    })
  } finally {
    lines.close()
  }
}
