import { counted } from '#std/counted.ts'
import { type Config, readConfig } from '../config.ts'
import { importState } from '../store/activity/imports.ts'
import { openStore, type Store } from '../store/database/open.ts'
import { reviewState } from '../store/reviews/certifications/demo-reviews.ts'
import { BrokenOff, log, messageOf, NotStarted, runCommand, say } from './command.ts'
import { loadDemo } from '../demo/load.ts'
import { type DemoOptions, readOptions } from './demo/options.ts'
import { showSteps } from './demo/show-steps.ts'
import { writeDemo } from '../demo/write.ts'
import { duration } from './import/file/progress.ts'

await runCommand(async (args, signal) => {
  const options = readOptions(args, Date.now())
  const begun = performance.now()
  if (options.out === undefined) await load(readConfig(process.env), options, signal)
  else await writeDemo(options.wish, options.out, signal)
  const { events, rows, seed, until } = options.wish
  const reviews = options.out === undefined ? `reviews with up to ${counted(rows, 'row')}, ` : ''
  const what = `${counted(events, 'event')}, ${reviews}seed ${seed}, until ${new Date(until).toISOString()}`
  say(`${what}, in ${duration((performance.now() - begun) / 1000)}.`)
  return 0
})

async function load(config: Config, options: DemoOptions, signal: AbortSignal): Promise<void> {
  const store = await openStore({ ...config, applicationName: 'countersign demo', log })
  const { onStep, stop } = showSteps(process.stderr)
  try {
    await loadDemo(store, options.wish, {
      onWait: () => say('Another load is running on this database; waiting for it to end.'),
      wanted: () => isWanted(store, options),
      onStep,
      signal,
    })
  } catch (error) {
    if (error instanceof NotStarted) throw error
    throw new BrokenOff(`Broken off: ${messageOf(error)}.`, { cause: error })
  } finally {
    stop()
    await store.close()
  }
}

async function isWanted(store: Store, { keepImported }: DemoOptions): Promise<boolean> {
  const imported = (await importState(store.db)).imported || (await reviewState(store.db)).imported
  if (keepImported || !imported) return true
  throw new NotStarted(
    'This database holds imported data, and made-up data is not mixed with it. Use another DATA_DIR, or say --keep-imported.',
  )
}
