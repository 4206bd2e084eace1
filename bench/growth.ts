import { performance } from 'node:perf_hooks'
import { matchedBy } from '#server/event-selection.ts'
import { countActionEvents } from '#server/store/activity/action-events.ts'
import { listActionEvents } from '#server/store/activity/action-event-list.ts'
import type { Store } from '#server/store/database/open.ts'
import { eventFilter } from './event-filter.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'
import { middleOf } from './list-pages.ts'
import { million, millionEvents } from './million.ts'

const turns = 30
const warmUp = 5
/** As far as the server counts. */
const countLimit = 10_000
const capAim = 100
const order = { field: 'started_at', direction: 'desc' } as const

/** What is listed and counted, by what it is: no filter, and filters that an index answers. */
const selections: Readonly<Record<string, string | undefined>> = {
  'no filter': undefined,
  'of one workflow': 'workflow_name eq "Joiner"',
  'that failed': 'state eq "ERRORED"',
  'of thirty days': 'started_at ge "2026-10-21T00:00:00Z"',
  'that failed in thirty days': 'state eq "ERRORED" and started_at ge "2026-10-21T00:00:00Z"',
  'of identities by a part of their names': 'identity_name co "ander"',
}

type Run = () => Promise<unknown>

/** Times by what is measured, of each turn. */
type Times = Map<string, number[]>

/**
 * Pages of 100 and capped counts at 1,000,000 events, and at `events` where that is another number: what an index answers takes as
 * long there, in turns. The other store is made when absent, which takes long, and stays.
 */
export async function growth(events: number): Promise<void> {
  const stores = [await millionEvents()]
  try {
    if (events !== million) stores.push(await millionEvents(events))
    const [small, large] = await takeTurns(stores)
    if (!small) throw new Error('nothing was measured')
    tellCounts(million, small)
    if (!large) return row('pages at more events', 'left out; give how many with --events 10000000')
    tellCounts(events, large)
    for (const [what, times] of large) tellGrowth(what, events, times, small.get(what) ?? [])
  } finally {
    for (const store of stores) await store.close()
  }
}

async function takeTurns(stores: readonly Store[]): Promise<readonly Times[]> {
  const runs = await Promise.all(stores.map(runsOf))
  const taken = runs.map((of): Times => new Map([...of.keys()].map((what) => [what, []])))
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const what of runs[0]?.keys() ?? []) {
      const times = await timesOf(runs.map((of) => of.get(what)))
      if (turn >= 0) taken.forEach((of, at) => of.get(what)?.push(times[at] ?? Number.NaN))
    }
  return taken
}

/** What each of them takes, one after the other. */
async function timesOf(runs: readonly (Run | undefined)[]): Promise<readonly number[]> {
  const times = []
  for (const run of runs) {
    const began = performance.now()
    await run?.()
    times.push(performance.now() - began)
  }
  return times
}

/** Everything that is measured of a store. */
async function runsOf(store: Store): Promise<ReadonlyMap<string, Run>> {
  const { db } = store
  const runs = new Map<string, Run>()
  for (const [what, text] of Object.entries(selections)) {
    const matched = matchedBy(text === undefined ? undefined : await eventFilter(text))
    const page = { ...matched, order, limit: 100, after: undefined }
    runs.set(`page, ${what}`, () => listActionEvents(db, page))
    runs.set(`count, ${what}`, () => countActionEvents(db, matched, countLimit))
  }
  const after = await middleOf(store)
  const deep = { ...matchedBy(undefined), order, limit: 100, after }
  runs.set('page, from the middle', () => listActionEvents(db, deep))
  return runs
}

function tellCounts(events: number, times: Times): void {
  const hold = events > million ? `≤ ${capAim} ms` : undefined
  for (const [what, took] of times)
    if (what.startsWith('count'))
      row(`capped ${what}, at ${textOf(events)}`, ms(median(took)), hold, median(took) <= capAim)
}

function tellGrowth(what: string, events: number, times: readonly number[], small: readonly number[]): void {
  const ratio = pairedRatio(times, small)
  row(`${what}, at ${textOf(million)} and at ${textOf(events)}`, `${ms(median(small))}, ${ms(median(times))}`)
  if (what.startsWith('page')) ratioRow(`${what}, at the larger / at the smaller`, ratio, { atMost: 1.5 })
  else row(`${what}, at the larger / at the smaller`, ratio.toFixed(2))
}

function textOf(events: number): string {
  return `${events.toLocaleString('en')} events`
}
