import { fromWall, toInstant, toWall } from '#table/clauses/zoned-time.ts'
import { type Bars, edgeTime } from './bars.ts'

/** A mark below the bars: what it says, and where, from 0 at their beginning to 1 at their end. */
export type Tick = { readonly label: string; readonly at: number }

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000] as const
/** Distances between marks: in milliseconds, then in months. */
const distances = [
  ...[1, 5, 15, 30].map((count) => count * minute),
  ...[1, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14].map((count) => count * day),
]
const months = [1, 3, 6, 12, 60, 120, 600]
const monthMs = 30.4 * day
const monday = 4 * day

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Marks at whole hours, days, weeks, months or years of a time zone, so many at most. */
export function axisTicks(bars: Bars, zone: string, most: number): readonly Tick[] {
  const end = edgeTime(bars, bars.bars.length)
  const length = end - bars.start
  const distance = distances.find((candidate) => length / candidate <= most)
  // What a clock of the zone shows, as if it were UTC: there days have 24 hours.
  const [from, to] = [wallTime(bars.start, zone), wallTime(end, zone)]
  const walls = distance === undefined ? monthsWithin(from, to, most) : wholeWithin(from, to, distance)
  return walls.flatMap((wall) => {
    const at = (Date.parse(fromWall(new Date(wall).toISOString().slice(0, 19), zone)) - bars.start) / length
    return at >= 0 && at < 1 ? [{ label: labelOf(wall, distance), at }] : []
  })
}

function wallTime(ms: number, zone: string): number {
  return Date.parse(`${toWall(toInstant(ms), zone)}Z`)
}

function wholeWithin(from: number, to: number, distance: number): readonly number[] {
  const offset = distance > day ? monday : 0
  const walls: number[] = []
  for (let wall = Math.ceil((from - offset) / distance) * distance + offset; wall < to; wall += distance)
    walls.push(wall)
  return walls
}

function monthsWithin(from: number, to: number, most: number): readonly number[] {
  const step = months.find((count) => (to - from) / (count * monthMs) <= most) ?? 1200
  const first = new Date(from)
  const walls: number[] = []
  for (
    let index = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
    ;
    index += step
  ) {
    const wall = Date.UTC(Math.floor(index / 12), index % 12)
    if (wall >= to) return walls
    if (wall >= from) walls.push(wall)
  }
}

function labelOf(wall: number, distance: number | undefined): string {
  const time = new Date(wall)
  const month = monthNames[time.getUTCMonth()] ?? ''
  const year = time.getUTCFullYear()
  if (distance === undefined) return time.getUTCMonth() === 0 ? String(year) : `${month} ${year}`
  return wall % day === 0 ? `${time.getUTCDate()} ${month}` : time.toISOString().slice(11, 16)
}
