import { counted } from '#std/counted.ts'
import { lacksEvents } from '../store/activity/imports.ts'
import type { Store } from '../store/database/open.ts'
import { loadDemo } from '../demo/load.ts'
import { showSteps } from './demo/show-steps.ts'
import type { Terminal } from './import/file/progress.ts'

/** How large a demonstration is: events, and rows of its largest review. */
type Size = { readonly events: number; readonly rows: number }

const firstDemo: Size = { events: 5000, rows: 50_000 }

/**
 * Loads the demonstration into a database in which there never was anything, up to now, and tells a terminal about it;
 * `size` is that of a first start.
 */
export async function demoIfEmpty(store: Store, terminal: Terminal, size = firstDemo): Promise<void> {
  const what = `${counted(size.events, 'event')} and ${counted(size.rows, 'row')} to review`
  const say = (line: string): void => void terminal.write(`${line}\n`)
  const wanted = () => lacksEvents(store.db)
  if (!(await wanted())) return
  say(`First start: loading a demonstration of ${what}. This takes about a minute (DEMO=off keeps it out).`)
  const onWait = (): void => say('Another load is running on this database; waiting for it to end.')
  const { onStep, stop } = showSteps(terminal)
  const loaded = await loadDemo(
    store,
    { ...size, seed: '1', until: Date.now() },
    { onWait, wanted, onStep },
  ).finally(stop)
  if (loaded) say(`Loaded ${what} of a demonstration (DEMO=off keeps it out).`)
}
