import { counted } from '#std/counted.ts'
import { removeDemo } from '../store/activity/imports.ts'
import type { ActionEventInput } from '../store/activity/load-action-events.ts'
import { loadAlone } from '../store/database/load-lock.ts'
import type { Store } from '../store/database/open.ts'
import { batchSize, loadRun } from '../store/activity/load-run.ts'
import { type DemoWish, demoEvents } from './events.ts'
import { loadDemoReviews, rowsOfReviews } from './reviews/load.ts'
import type { ReviewWish } from './reviews/run-certification.ts'

/** A part of the demonstration, and how much has been made before it: a share of 0 to 1, by rows and events. */
export type DemoStep = { readonly what: string; readonly share: number }

type Hooks = {
  /** Called once when another load has to end first. */
  readonly onWait: () => void
  /** Asked when no other load runs: false, or an error, leaves everything as it is. */
  readonly wanted: () => Promise<boolean>
  /** Told of each part before it is made. */
  readonly onStep?: (step: DemoStep) => void
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
  const step = stepper(rowsOfReviews(wish) + wish.events, hooks.onStep)
  const client = await store.database.openClient('countersign demo')
  try {
    await loadAlone(client, hooks.onWait)
    if (!(await hooks.wanted())) return false
    // First, because it is whole or not at all: only the record of the events says that a demonstration is complete.
    await loadReviews(store, wish, step)
    await removeDemo(client)
    await loadRun(store, client, {
      fileName: `demonstration, seed ${wish.seed}`,
      demo: true,
      batches: batchesOf(wish, step, hooks.signal),
      counts: () => ({ sha256: null, lines: wish.events, rejected: 0 }),
    })
    return true
  } finally {
    await client.end()
  }
}

/** Over a client of its own: that of the events sets its buffers before it makes a temporary table. */
async function loadReviews(store: Store, wish: ReviewWish, step: Step): Promise<void> {
  const client = await store.database.openClient('countersign demo')
  try {
    await loadDemoReviews(client, wish, step)
  } finally {
    await client.end()
  }
}

function* batchesOf(
  wish: DemoWish,
  step: Step,
  signal: AbortSignal | undefined,
): Generator<ActionEventInput[]> {
  const what = counted(wish.events, 'event')
  let batch: ActionEventInput[] = []
  for (const event of demoEvents(wish)) {
    batch.push(event)
    if (batch.length < batchSize) continue
    signal?.throwIfAborted()
    step({ what, rows: batch.length })
    yield batch
    batch = []
  }
  if (batch.length === 0) return
  step({ what, rows: batch.length })
  yield batch
}

type Step = (step: { readonly what: string; readonly rows: number }) => void

/** Adds up what has been made of a total of rows, and tells of each part. */
function stepper(total: number, onStep: Hooks['onStep']): Step {
  let made = 0
  return ({ what, rows }) => {
    onStep?.({ what, share: made / total })
    made += rows
  }
}
