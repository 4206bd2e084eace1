import { parseInstant } from '#std/instant.ts'
import { repeatedOffset, wallText } from '#ui/clock-text.ts'

const DAY = 86_400_000

/** An RFC 3339 instant as the clock on the wall of a time zone shows it: `2026-01-31T09:30:00`; '' for another text. */
export function toWall(at: string, zone: string): string {
  const instant = parseInstant(at)
  return instant ? wallOf(Number(instant.ns / 1_000_000n), zone) : ''
}

/**
 * The instant, in UTC, at which the clock on the wall of a time zone (IANA name) shows a local time as date inputs write
 * it. Of two such instants it is the earlier; a time that the clock skips is taken as it would have been. '' for a text
 * or a year that no instant has.
 */
export function fromWall(wall: string, zone: string): string {
  const instant = parseInstant(`${wall}${wall.length === 16 ? ':00' : ''}Z`)
  if (!instant) return ''
  const asUtc = Number(instant.ns / 1_000_000n)
  const offsets = [asUtc - DAY, asUtc + DAY].map((ms) => offsetAt(ms, zone))
  const [first = asUtc, second = asUtc] = offsets.map((offset) => asUtc - offset)
  const shows = (ms: number) => ms + offsetAt(ms, zone) === asUtc
  const at = toInstant(!shows(first) && shows(second) ? second : first)
  return parseInstant(at) ? at : ''
}

/** The offset from UTC of an instant that the clock on the wall shows twice; '' for any other, or another text. */
export function offsetWhereRepeated(at: string, zone: string): string {
  const instant = parseInstant(at)
  return (instant && repeatedOffset(Number(instant.ns / 1_000_000n), zone)) ?? ''
}

/** A moment in milliseconds as an RFC 3339 instant, to the second. */
export function toInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Milliseconds by which a zone is ahead of UTC at a whole second. */
function offsetAt(ms: number, zone: string): number {
  return Date.parse(`${wallOf(ms, zone)}Z`) - ms
}

function wallOf(ms: number, zone: string): string {
  return wallText(ms, zone).replace(' ', 'T')
}
