import type pg from 'pg'
import { claimableImports, demoImports, finishImport, startImport } from './imports.ts'
import {
  type ActionEventInput,
  createLoader,
  createTrial,
  type Loaded,
  type Loader,
  tidyUp,
} from './load-action-events.ts'
import type { Store } from '../database/open.ts'
import { closeEntrance } from '../sign-in/entrance.ts'
import { readWhileLoading } from '../database/read-while-loading.ts'

/** Many enough that a batch's fixed cost does not show, few enough that two of them fit anywhere. */
export const batchSize = 10_000

type Batches = AsyncIterable<readonly ActionEventInput[]> | Iterable<readonly ActionEventInput[]>

export type Run = {
  readonly fileName: string
  readonly demo: boolean
  readonly batches: Batches
  /** Called when so many lines more are in the store for good. */
  onLoaded?(lines: number): void
  /** Asked when the last batch is loaded. */
  counts(): { readonly sha256: string | null; readonly lines: number; readonly rejected: number }
}

/** What a run did, and how long of it the statistics took. */
export type RunResult = Loaded & { readonly tidySeconds: number }

/**
 * Loads all batches as one recorded import; the next batch is read while one is being loaded. Takes the store and a
 * client of its own that holds the load lock. Real events close the open entrance. What was committed before an error stays, and its record stays open.
 */
export async function loadRun(store: Store, client: pg.Client, run: Run): Promise<RunResult> {
  const id = await store.db.transaction().execute(async (transaction) => {
    if (!run.demo) await closeEntrance(transaction, 'IMPORT', { actor: 'terminal' })
    return await startImport(transaction, run)
  })
  const loader = await createLoader(client, id, await claimableImports(store.db, id))
  const total = await loadAll(loader, run.batches, (lines) => run.onLoaded?.(lines))
  await finishImport(store.db, id, run.counts())
  const begun = performance.now()
  const tidied = await tidyUp(client, total.added + total.changed)
  return { ...total, tidySeconds: tidied ? (performance.now() - begun) / 1000 : 0 }
}

/** What `loadRun` would do, in a database without the demonstration where that goes. Stores nothing. */
export async function tryRun(
  store: Store,
  client: pg.Client,
  { batches, withoutDemo }: Pick<Run, 'batches'> & { readonly withoutDemo: boolean },
): Promise<RunResult> {
  const claimed = await claimableImports(store.db)
  const trial = await createTrial(client, { claimed, gone: withoutDemo ? await demoImports(store.db) : [] })
  return { ...(await loadAll(trial, batches)), tidySeconds: 0 }
}

async function loadAll(
  loader: Loader,
  batches: Batches,
  onLoaded: (lines: number) => void = () => undefined,
): Promise<Loaded> {
  const total = { added: 0, changed: 0, same: 0, repeated: 0 }
  await readWhileLoading(batches, async (batch) => {
    const loaded = await loader.load(batch)
    total.added += loaded.added
    total.changed += loaded.changed
    total.same += loaded.same
    total.repeated += loaded.repeated
    onLoaded(batch.length)
  })
  return total
}
