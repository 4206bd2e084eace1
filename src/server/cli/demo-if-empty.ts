import { counted } from '#std/counted.ts'
import { lacksEvents } from '../store/activity/imports.ts'
import type { Store } from '../store/database/open.ts'
import { loadDemo } from '../demo/load.ts'
import { showSteps } from './demo/show-steps.ts'
import type { Terminal } from './import/file/progress.ts'

const firstDemo = { events: 5000, rows: 50_000, seed: '1' }
const what = `${counted(firstDemo.events, 'event')} and ${counted(firstDemo.rows, 'row')} to review`

/** Loads the demonstration into a database in which there never was anything, up to now, and tells a terminal about it. */
export async function demoIfEmpty(store: Store, terminal: Terminal): Promise<void> {
  const say = (line: string): void => void terminal.write(`${line}\n`)
  const wanted = () => lacksEvents(store.db)
  if (!(await wanted())) return
  say(`First start: loading a demonstration of ${what}. This takes about a minute (DEMO=off keeps it out).`)
  const onWait = (): void => say('Another load is running on this database; waiting for it to end.')
  const { onStep, stop } = showSteps(terminal)
  const loaded = await loadDemo(
    store,
    { ...firstDemo, until: Date.now() },
    { onWait, wanted, onStep },
  ).finally(stop)
  if (loaded) say(`Loaded ${what} of a demonstration (DEMO=off keeps it out).`)
}
