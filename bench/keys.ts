import { backdoorOf } from '../e2e/program.ts'
import { programs } from '../e2e/programs.ts'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { dialogCases } from '../e2e/typing/dialogs.ts'
import { seeded } from '../e2e/typing/random.ts'
import { type CaseReport, runCase, settingOf } from '../e2e/typing/run-case.ts'
import { end, freePort, startCommand, startProgram } from './program.ts'

const sentences = Number(process.env['KEYS_SENTENCES'] ?? 200)

/**
 * Types sentences into every dialog of the screen of a review, beginning as it opens, and holds that nothing else on the
 * server changes by them. Not a figure but a yes or no: the process ends with 1 where anything was breached. `KEYS_SEED`
 * is the first seed, 1 where it is not set.
 */
export async function keys(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  const dataDir = join(dir, 'data')
  const args = ['--events', '20', '--rows', '900', '--seed', '1']
  await once(startCommand('demo', args, { DATA_DIR: dataDir, DATABASE_URL: '' }), 'exit')
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const server = await startProgram(dataDir, await freePort())
  programs.set(server.url, backdoorOf(dataDir))
  try {
    const setting = await settingOf(browser, server.url)
    const reports: CaseReport[] = []
    const first = Number(process.env['KEYS_SEED'] ?? 1)
    for (let at = 0; at < sentences; at += 1) {
      const one = dialogCases[at % dialogCases.length]
      if (!one) throw new Error('there are no dialogs')
      const report = await runCase(setting, one, seeded(first + at))
      reports.push(report)
      for (const breach of report.breaches)
        console.log(
          `        seed ${first + at}, ${one.name}, code after ${report.codeMs} ms, ${report.typed}: ${breach}`,
        )
    }
    tell(reports)
  } finally {
    await browser.close()
    await end(server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

function tell(reports: readonly CaseReport[]): void {
  const widest = Math.max(...dialogCases.map(({ name }) => name.length))
  for (const { name, outcome } of dialogCases) {
    const own = reports.filter((report) => report.name === name)
    const wrong = own.filter(({ breaches }) => breaches.length > 0).length
    console.log(`  ${name.padEnd(widest)}  ${outcome.padEnd(22)}  ${own.length} typed, ${wrong} wrong`)
  }
  const wrong = reports.filter(({ breaches }) => breaches.length > 0).length
  console.log(
    `${wrong === 0 ? 'holds ' : 'FAILS '}  ${reports.length} sentences, ${wrong} with a change that nobody meant`,
  )
  if (wrong > 0) process.exitCode = 1
}
