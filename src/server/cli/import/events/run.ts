import type pg from 'pg'
import { counted } from '#std/counted.ts'
import { countDemo, importState, removeDemo } from '../../../store/activity/imports.ts'
import type { Store } from '../../../store/database/open.ts'
import { NotStarted, say } from '../../command.ts'
import { loadRun, type RunResult, tryRun } from '../../../store/activity/load-run.ts'
import { actionEvents } from './event-kind.ts'
import type { NumberedRow } from '../file/kind.ts'
import type { ImportOptions } from '../options.ts'
import { type ImportInto, runImport, type Summary } from '../run-import.ts'

/** Imports (or only checks) the action events of a file; see `runImport`. */
export function importActionEvents(
  options: ImportOptions,
  signal: AbortSignal,
  { open, announce }: ImportInto,
): Promise<Summary<RunResult>> {
  let loaded = 0
  return runImport(actionEvents, options, signal, {
    open,
    afterBreak: () =>
      loaded === 0
        ? 'Nothing of it was loaded.'
        : `${counted(loaded, 'line')} of it ${loaded === 1 ? 'is' : 'are'} loaded and ${loaded === 1 ? 'stays' : 'stay'}; the same command run again with the whole file completes it.`,
    load: async (store, client, run) => {
      await refuseMixing(store, options)
      await announce?.(store, options.dryRun)
      await settleDemo(store, client, options)
      const batches = withoutNumbers(run.batches)
      return options.dryRun
        ? await tryRun(store, client, { batches, withoutDemo: options.demoRows === 'replace' })
        : await loadRun(store, client, {
            ...run,
            batches,
            demo: false,
            onLoaded: (lines) => (loaded += lines),
          })
    },
  })
}

async function* withoutNumbers<T>(batches: AsyncIterable<readonly NumberedRow<T>[]>): AsyncGenerator<T[]> {
  for await (const batch of batches) yield batch.map(({ row }) => row)
}

/** Real events are not mixed with those of the demonstration by accident: the first import has to say what it wants. */
async function refuseMixing(store: Store, { demoRows }: ImportOptions): Promise<void> {
  const { demo, imported } = await importState(store.db)
  if (!demo || imported || demoRows !== undefined) return
  throw new NotStarted(
    'This database holds events of the demonstration. Say --replace-demo to delete them, or --keep-demo to keep them among the real ones.',
  )
}

async function settleDemo(
  store: Store,
  client: pg.Client,
  { demoRows, dryRun }: ImportOptions,
): Promise<void> {
  if (demoRows !== 'replace' || !(await importState(store.db)).demo) return
  if (dryRun) say(`${counted(await countDemo(client), 'event')} of the demonstration would be deleted.`)
  else say(`${counted(await removeDemo(client), 'event')} of the demonstration deleted.`)
}
