import { lacksEvents } from '../store/imports.ts'
import type { Store } from '../store/open.ts'
import { loadDemo } from './demo/load.ts'

const firstDemo = { events: 5000, seed: '1' }

/** Loads the demonstration into a database in which there never was anything, up to now; `say` tells that it did. */
export async function demoIfEmpty(store: Store, say: (line: string) => void): Promise<void> {
  if (!(await lacksEvents(store.db))) return
  const onWait = (): void => say('Another load is running on this database; waiting for it to end.')
  const added = await loadDemo(store, { ...firstDemo, until: Date.now() }, { onWait })
  say(`Loaded ${added.toLocaleString('en')} events of the demonstration (DEMO=off keeps it out).`)
}
