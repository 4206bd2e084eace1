import { readConfig } from '../config.ts'
import { openStore } from '../store/open.ts'
import { log, runCommand, say } from './command.ts'
import { readOptions } from './import/options.ts'
import { duration, number } from './import/progress.ts'
import { importActionEvents, type Summary } from './import/run.ts'

await runCommand(async (args, signal) => {
  const options = readOptions(args)
  const begun = performance.now()
  const summary = await importActionEvents(options, signal, () =>
    openStore({ ...readConfig(process.env), applicationName: 'countersign import', log }),
  )
  say(describe(summary, (performance.now() - begun) / 1000))
  return summary.rejected > 0 ? 1 : 0
})

function describe({ lines, rejected, loaded }: Summary, seconds: number): string {
  const read = `${number(lines)} lines, ${number(rejected)} rejected`
  const rate = `in ${duration(seconds)} (${number(lines / seconds)} lines/s)`
  if (!loaded) return `Dry run: ${read}, ${rate}. Nothing was changed.`
  const { added, changed, same, tidySeconds } = loaded
  const vacuum = tidySeconds >= 1 ? `, ${duration(tidySeconds)} of it VACUUM` : ''
  return `${read}: ${number(added)} events new, ${number(changed)} changed, ${number(same)} as before, ${rate}${vacuum}.`
}
