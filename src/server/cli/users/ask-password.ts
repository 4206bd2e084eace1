import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { NotStarted } from '../command.ts'

/** Asks for a password at the terminal, which does not show it. Throws NotStarted where the person ends the input. */
export async function askPassword(question: string): Promise<string> {
  process.stderr.write(`${question}: `)
  // What readline would show of the line goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  try {
    return await new Promise<string>((resolve, reject) => {
      const over = () => reject(new NotStarted('No password was given. Nothing was changed.'))
      lines.once('line', resolve)
      lines.once('close', over)
      lines.once('SIGINT', over)
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
