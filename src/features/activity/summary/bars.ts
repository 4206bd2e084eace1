import { barWidths, firstBarAt } from '#contract/activity/bar-widths.ts'
import type { EventSummary, ValueCount } from '#contract/activity/event-summary.ts'
import type { Clause } from '#table/clauses/clause.ts'
import type { LiveInstants } from '../query/list-query.ts'

/** The events that start within one bar. */
export type Bar = {
  readonly total: number
  readonly failed: number
  readonly states: readonly ValueCount[]
}

/** Bars of equal width side by side, those without an event too. Times are in milliseconds since 1970. */
export type Bars = {
  readonly start: number
  readonly width: number
  readonly bars: readonly Bar[]
  /** Where counting begins, if that is within the first bar: nothing before it is in the bar. */
  readonly countedFrom?: number | undefined
}

/** When what is listed starts, as far as the filter says; milliseconds since 1970. */
export type TimeBounds = { readonly from?: number | undefined; readonly to?: number | undefined }

/** The state of which bars show how many there are. */
export const failedState = 'ERRORED'

/** More of them no screen can show; where a filter's range takes more, they are put together in wider ones. */
const barLimit = 240

/** Where a bar of any width begins, in milliseconds. */
const firstBarMs = firstBarAt * 1000

/**
 * The bars of a summary from the first to the last with an event, and as far around them as the filter's range goes: a time in which
 * nothing started is seen. What is not counted is not part of it. Undefined where no event has started.
 */
export function barsOf(
  { bars, bar_seconds, covers }: EventSummary,
  bounds: TimeBounds = {},
): Bars | undefined {
  const times = bars.map(({ at }) => Date.parse(at))
  const [first] = times
  const last = times.at(-1)
  if (first === undefined || last === undefined) return undefined
  const counted = covers.from === null ? undefined : Date.parse(covers.from)
  const from = Math.min(first, counted ?? bounds.from ?? first)
  const to = Math.max(last + bar_seconds * 1000, bounds.to ?? last)
  const width = shownWidth(bar_seconds * 1000, to - from)
  const placeOf = (time: number) => Math.floor((time - firstBarMs) / width)
  const start = placeOf(from)
  const states = Array.from({ length: Math.ceil((to - firstBarMs) / width) - start }, (): ValueCount[] => [])
  for (const [index, bar] of bars.entries())
    states[placeOf(times[index] ?? first) - start]?.push(...bar.states)
  return { start: firstBarMs + start * width, width, bars: states.map(barOf), countedFrom: counted }
}

/** The narrowest width that whole bars of the server's fit into, and of which not too many cover a length of time. */
function shownWidth(width: number, length: number): number {
  const fits = (candidate: number) => candidate % width === 0 && length / candidate <= barLimit
  return (
    (fits(width) ? width : barWidths.map((seconds) => seconds * 1000).find(fits)) ??
    Math.ceil(length / width / barLimit) * width
  )
}

function barOf(counts: readonly ValueCount[]): Bar {
  const states = [...new Set(counts.map(({ value }) => value))].map((value) => ({
    value,
    count: totalOf(counts.filter((each) => each.value === value)),
  }))
  return {
    total: totalOf(states),
    failed: totalOf(states.filter(({ value }) => value === failedState)),
    states,
  }
}

/** How many events several counts are together. */
export function totalOf(counts: readonly ValueCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/**
 * The time at an edge between two bars, 0 for the beginning of the first; milliseconds since 1970. Where counting begins within
 * the first bar its edge is there: what is said of the bar, and what a press on it shows, is what is counted.
 */
export function edgeTime({ start, width, countedFrom }: Omit<Bars, 'bars'>, edge: number): number {
  const time = start + edge * width
  return edge === 0 && countedFrom !== undefined ? Math.max(time, countedFrom) : time
}

/** The bounds that a clause sets, or a live range, which ends at the moment from which it is counted back. */
export function boundsOf(clause: Clause | undefined, live: LiveInstants | undefined): TimeBounds {
  const time = (at: string | undefined) => {
    const ms = Date.parse(at ?? '')
    return Number.isNaN(ms) ? undefined : ms
  }
  if (live) return { from: time(live.from), to: live.until }
  if (clause?.kind !== 'time') return {}
  return { from: time(clause.from?.at), to: time(clause.to?.at) }
}
