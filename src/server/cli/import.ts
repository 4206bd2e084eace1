import { readConfig } from '../config.ts'
import { openStore } from '../store/open.ts'
import { log, runCommand, say } from './command.ts'
import type { RunResult } from './load-run.ts'
import { type CertificationMade, importCertification } from './import/certification-run.ts'
import { readOptions } from './import/options.ts'
import { duration, number } from './import/progress.ts'
import { importActionEvents } from './import/run.ts'
import type { Summary } from './import/run-import.ts'

await runCommand(async (args, signal) => {
  const options = readOptions(args)
  const begun = performance.now()
  const open = () => openStore({ ...readConfig(process.env), applicationName: 'countersign import', log })
  const seconds = () => (performance.now() - begun) / 1000
  if (options.kind === 'action-events') {
    const summary = await importActionEvents(options, signal, open)
    say(describe(summary, seconds(), eventsLoaded))
    return summary.rejected > 0 ? 1 : 0
  }
  const summary = await importCertification(options, signal, open)
  say(describe(summary, seconds(), certificationMade))
  if (summary.loaded) process.stdout.write(`${summary.loaded.certification_id}\n`)
  return summary.rejected > 0 ? 1 : 0
})

function describe<Loaded>(
  { lines, rejected, loaded }: Summary<Loaded>,
  seconds: number,
  tell: (loaded: Loaded) => { readonly done: string; readonly note: string },
): string {
  const read = `${number(lines)} lines, ${number(rejected)} rejected`
  const rate = `in ${duration(seconds)} (${number(lines / seconds)} lines/s)`
  if (!loaded) return `Dry run: ${read}, ${rate}. Nothing was changed.`
  const { done, note } = tell(loaded)
  return `${read}: ${done}, ${rate}${note}.`
}

function eventsLoaded({ added, changed, same, tidySeconds }: RunResult) {
  const done = `${number(added)} events new, ${number(changed)} changed, ${number(same)} as before`
  return { done, note: tidySeconds >= 1 ? `, ${duration(tidySeconds)} of it statistics` : '' }
}

function certificationMade({ rows, unknownReviewers, repeated }: CertificationMade) {
  const done = repeated
    ? 'this file was imported before under that name, and nothing was changed'
    : `a certification of ${number(rows)} rows`
  const note =
    unknownReviewers > 0
      ? `. ${number(unknownReviewers)} of the reviewers that the file names are not in the directory, and were not assigned`
      : ''
  return { done, note }
}
