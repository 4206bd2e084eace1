import { importCertification } from './certification/certification-run.ts'
import { readOptions } from './options.ts'
import { importActionEvents } from './events/run.ts'
import type { ImportInto } from './run-import.ts'
import { certificationSummary, eventsSummary } from './summary.ts'

/** How an import ended: the exit code, what to tell the person, and the id of the certification, if there is one. */
type Ended = { readonly exit: 0 | 1; readonly summary: string; readonly certificationId?: string }

/**
 * Does what the arguments of the import command ask for. It closes the store. Throws
 * NotStarted and BrokenOff.
 */
export async function importCommand(args: string[], signal: AbortSignal, into: ImportInto): Promise<Ended> {
  const options = readOptions(args)
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  if (options.kind === 'action-events') {
    const summary = await importActionEvents(options, signal, into)
    return { exit: summary.rejected > 0 ? 1 : 0, summary: eventsSummary(summary, seconds()) }
  }
  const summary = await importCertification(options, signal, into)
  const id = summary.loaded.certification_id
  return {
    exit: summary.rejected > 0 ? 1 : 0,
    summary: certificationSummary(summary, seconds()),
    ...(id !== undefined && { certificationId: id }),
  }
}
