import type { Covered, ValueCount } from '#contract/activity/event-summary.ts'
import type { ReadSummary } from '#queries/activity/event-summary.ts'
import { minuteText, momentText } from '#ui/clock-text.ts'
import { numberText } from '#ui/number-text.ts'
import { toInstant } from '#table/clauses/zoned-time.ts'
import { stateOf } from '../choices.ts'
import type { EdgeRange } from './brush-keys.ts'
import { type Bar, type Bars, edgeTime, failedState, totalOf } from './bars.ts'

/** While it is not known yet what the bars show. */
export const countingText = 'Counting when these events started …'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** An edge between bars as date and time in a zone, to the second where bars are that narrow. */
export function edgeText(bars: Bars, edge: number, zone: string): string {
  const ms = edgeTime(bars, edge)
  return bars.width % 60_000 === 0 && ms % 60_000 === 0
    ? minuteText(toInstant(ms), zone)
    : momentText(ms, zone)
}

/** From when to when some bars go. */
export function rangeText(bars: Bars, { from, to }: EdgeRange, zone: string): string {
  const [start, end] = [edgeText(bars, from, zone), edgeText(bars, to, zone)]
  const sameDay = start.slice(0, 10) === end.slice(0, 10)
  return `${start} to ${sameDay ? end.slice(11) : end}`
}

/** How many events start in some bars, by state: `62 events: 40 Completed, 22 Failed`. */
export function countsText(bars: readonly Bar[]): string {
  const states = new Map<string, number>()
  for (const { value, count } of bars.flatMap((bar) => bar.states))
    states.set(value, (states.get(value) ?? 0) + count)
  const total = bars.reduce((sum, bar) => sum + bar.total, 0)
  const counts = [...states].map(([value, count]) => ({ value, count }))
  return total > 0 ? `${eventsText(total)}: ${statesText(counts)}` : 'no events'
}

/** Counts of states in words: `40 Done, 22 Failed`. */
export function statesText(counts: readonly ValueCount[]): string {
  return counts.map(({ value, count }) => `${numberText(count)} ${stateOf(value).label}`).join(', ')
}

/** What the bars show together, for everybody. Where not all that matches is counted, says first what is. */
export function totalText({ covers, bars, untimed, read_at }: ReadSummary, zone: string): string {
  const states = bars.flatMap((bar) => bar.states)
  const failed = totalOf(states.filter(({ value }) => value === failedState))
  const started = `${eventsText(totalOf(states))} in the bars, ${numberText(failed)} failed`
  return [coversText(covers, zone, read_at), started, untimedText(untimed)].filter(Boolean).join('. ')
}

/** What is counted, where that is not all that matches; else ''. Days are named where they are whole ones up to now. */
export function coversText({ whole, from }: Covered, zone: string, now: number): string {
  if (whole || from === null) return ''
  const ms = now - Date.parse(from)
  const days = Math.round(ms / dayMs)
  const named = days > 0 && Math.abs(ms - days * dayMs) < hourMs
  const newest = !named
    ? 'Only the newest events are'
    : days === 1
      ? 'Newest day is'
      : `Newest ${numberText(days)} days are`
  return `${newest} shown, from ${minuteText(from, zone)}, as counting everything takes too long`
}

/** How many events are in no bar, because they have no time of start; '' for none. */
export function untimedText(untimed: readonly ValueCount[]): string {
  const count = totalOf(untimed)
  return count === 0 ? '' : `Untimed: ${numberText(count)} not started`
}

/** Why there are no bars. */
export function noBarsText({ covers, untimed, read_at }: ReadSummary, zone: string): string {
  const matches = totalOf(untimed) > 0 ? 'No event that matches has started' : 'No event matches'
  return [coversText(covers, zone, read_at), `${matches}, so there are no bars`, untimedText(untimed)]
    .filter(Boolean)
    .join('. ')
}

export function eventsText(count: number): string {
  return count === 1 ? '1 event' : `${numberText(count)} events`
}
