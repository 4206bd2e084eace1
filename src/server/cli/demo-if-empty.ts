import { lacksEvents } from '../store/imports.ts'
import type { Store } from '../store/open.ts'
import { loadDemo } from './demo/load.ts'

const firstDemo = { events: 5000, rows: 50_000, seed: '1' }

/** Loads the demonstration into a database in which there never was anything, up to now; `say` tells that it did. */
export async function demoIfEmpty(store: Store, say: (line: string) => void): Promise<void> {
  const wanted = () => lacksEvents(store.db)
  if (!(await wanted())) return
  say(
    `First start: loading a demonstration of ${firstDemo.events.toLocaleString('en')} events and ${firstDemo.rows.toLocaleString('en')} rows to review. This takes about a minute (DEMO=off keeps it out).`,
  )
  const onWait = (): void => say('Another load is running on this database; waiting for it to end.')
  const loaded = await loadDemo(store, { ...firstDemo, until: Date.now() }, { onWait, wanted })
  if (loaded)
    say(
      `Loaded ${firstDemo.events.toLocaleString('en')} events and ${firstDemo.rows.toLocaleString('en')} rows to review of a demonstration (DEMO=off keeps it out).`,
    )
}
