import { repeatedOffset, wallText } from '#ui/clock-text.ts'
import { liveRanges } from './own-params.ts'
import type { LiveInstants } from './list-query.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** From when to when a live range is, to the minute: `21 Nov 14:02 – 28 Nov 14:02 UTC`, with years where they are two. */
export function instantsText({ range, until }: Pick<LiveInstants, 'range' | 'until'>, zone: string): string {
  const from = until - liveRanges[range]
  const withYear = wallText(from, zone).slice(0, 4) !== wallText(until, zone).slice(0, 4)
  return `${minute(from, zone, withYear)} – ${minute(until, zone, withYear)} ${zone}`
}

function minute(ms: number, zone: string, withYear: boolean): string {
  const wall = wallText(ms, zone)
  const year = withYear ? wall.slice(0, 4) : ''
  const parts = [Number(wall.slice(8, 10)), months[Number(wall.slice(5, 7)) - 1], year, wall.slice(11, 16)]
  return [...parts, repeatedOffset(ms, zone)].filter(Boolean).join(' ')
}
