import { parseInstant } from '#std/instant.ts'
import { repeatedOffset, wallText } from '#ui/clock-text.ts'

const DAY = 86_400_000

/** An RFC 3339 instant as local time in a time zone: `2026-01-31T09:30:00`; '' for another text. */
export function toWall(at: string, zone: string): string {
  const instant = parseInstant(at)
  return instant ? wallOf(Number(instant.ns / 1_000_000n), zone) : ''
}

/**
 * The instant, in UTC, of a local time in a time zone (IANA name), written as date inputs write it. A time that occurs
 * twice means the first; a time that the clock skips is taken by the offset before. '' for another text, or a year out
 * of range.
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

/** The offset from UTC of an instant whose local time occurs twice (end of summer time); '' for any other. */
export function offsetWhereRepeated(at: string, zone: string): string {
  const instant = parseInstant(at)
  return (instant && repeatedOffset(Number(instant.ns / 1_000_000n), zone)) ?? ''
}

/** When the week before that of a moment began and ended, on Mondays at midnight in a time zone (IANA name). */
export function lastWeekOf(ms: number, zone: string): { readonly from: string; readonly to: string } {
  const today = Date.parse(`${wallOf(ms, zone).slice(0, 10)}T00:00:00Z`)
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY
  const midnight = (day: number) => fromWall(`${new Date(day).toISOString().slice(0, 10)}T00:00:00`, zone)
  return { from: midnight(monday - 7 * DAY), to: midnight(monday) }
}

/** Milliseconds since 1970 as an RFC 3339 instant, to the second. */
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
