import type { EventSummary, ValueCount } from '#contract/activity/event-summary.ts'
import type { Clause } from '#table/clauses/clause.ts'

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
}

/** When what is listed starts, as far as the filter says; milliseconds since 1970. */
export type TimeBounds = { readonly from?: number | undefined; readonly to?: number | undefined }

/** The state of which bars show how many there are. */
export const failedState = 'ERRORED'

const emptyBar: Bar = { total: 0, failed: 0, states: [] }

/** More of them no screen can show; where a filter's range takes more, it is not shown from end to end. */
const barLimit = 400

/**
 * The bars of a summary from the first to the last with an event, and as far around them as the filter's range goes. Undefined
 * where no event has started.
 */
export function barsOf({ bars, bar_seconds }: EventSummary, bounds: TimeBounds = {}): Bars | undefined {
  const width = bar_seconds * 1000
  const times = bars.map(({ at }) => Date.parse(at))
  const [first] = times
  const last = times.at(-1)
  if (first === undefined || last === undefined) return undefined
  const placeOf = (time: number) => Math.round((time - first) / width)
  const used = { from: 0, to: placeOf(last) + 1 }
  const { from = first, to = last + width } = bounds
  const whole = {
    from: Math.min(used.from, Math.floor((from - first) / width)),
    to: Math.max(used.to, Math.ceil((to - first) / width)),
  }
  const shown = whole.to - whole.from <= barLimit ? whole : used
  const all: Bar[] = Array.from({ length: shown.to - shown.from }, () => emptyBar)
  for (const [index, { states }] of bars.entries())
    all[placeOf(times[index] ?? first) - shown.from] = {
      total: totalOf(states),
      failed: totalOf(states.filter(({ value }) => value === failedState)),
      states,
    }
  return { start: first + shown.from * width, width, bars: all }
}

/** How many events several counts are together. */
export function totalOf(counts: readonly ValueCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** The time at an edge between two bars, 0 for the beginning of the first; milliseconds since 1970. */
export function edgeTime({ start, width }: Pick<Bars, 'start' | 'width'>, edge: number): number {
  return start + edge * width
}

/** The bounds that a clause sets, or a live range that begins at a time (RFC 3339). */
export function boundsOf(clause: Clause | undefined, live?: string): TimeBounds {
  const time = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at))
  if (live !== undefined || clause?.kind !== 'time') return { from: time(live) }
  return { from: time(clause.from?.at), to: time(clause.to?.at) }
}
