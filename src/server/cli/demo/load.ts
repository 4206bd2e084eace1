import { removeDemo } from '../../store/imports.ts'
import type { ActionEventInput } from '../../store/load-action-events.ts'
import { loadAlone } from '../../store/load-lock.ts'
import type { Store } from '../../store/open.ts'
import { batchSize, loadRun } from '../load-run.ts'
import { type DemoWish, demoEvents } from './events.ts'
import { loadDemoReviews } from './reviews/load.ts'
import type { ReviewWish } from './reviews/run-certification.ts'

type Hooks = {
  /** Called once when another load has to end first. */
  readonly onWait: () => void
  /** Asked when no other load runs: false, or an error, leaves everything as it is. */
  readonly wanted: () => Promise<boolean>
  /** Called as events go in, with how many have been made. */
  readonly onMade?: (events: number) => void
  readonly signal?: AbortSignal
}

/**
 * Loads the demonstration's reviews, and its events, in place of those of any earlier demonstration, marked as such. What was imported
 * is not touched. Returns whether they were wanted.
 */
export async function loadDemo(
  store: Store,
  wish: DemoWish & { readonly rows: number },
  hooks: Hooks,
): Promise<boolean> {
  const client = await store.database.openClient('countersign demo')
  try {
    await loadAlone(client, hooks.onWait)
    if (!(await hooks.wanted())) return false
    // First, because it is whole or not at all: only the record of the events says that a demonstration is complete.
    await loadReviews(store, wish)
    await removeDemo(client)
    await loadRun(store, client, {
      fileName: `demonstration, seed ${wish.seed}`,
      demo: true,
      batches: batchesOf(wish, hooks),
      counts: () => ({ sha256: null, lines: wish.events, rejected: 0 }),
    })
    return true
  } finally {
    await client.end()
  }
}

/** Over a client of its own: that of the events sets its buffers before it makes a temporary table. */
async function loadReviews(store: Store, wish: ReviewWish): Promise<void> {
  const client = await store.database.openClient('countersign demo')
  try {
    await loadDemoReviews(client, wish)
  } finally {
    await client.end()
  }
}

function* batchesOf(wish: DemoWish, { onMade, signal }: Hooks): Generator<ActionEventInput[]> {
  let batch: ActionEventInput[] = []
  let made = 0
  for (const event of demoEvents(wish)) {
    batch.push(event)
    if (batch.length < batchSize) continue
    signal?.throwIfAborted()
    made += batch.length
    onMade?.(made)
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
