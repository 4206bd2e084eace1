import { parseInstant } from '#std/instant.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Sweden writes `2026-02-07 12:17:20`: one order for everybody, and columns of it sort by eye. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(zone, made)
  return made
}

/** An RFC 3339 time to the minute in a time zone (IANA name). A text that is no time is given back as it is. */
export function timeText(time: string, zone: string): string {
  const instant = parseInstant(time)
  return instant ? momentText(Number(instant.ns / 1_000_000n), zone) : time
}

/** A moment in milliseconds since 1970, to the minute in a time zone (IANA name). */
export function momentText(ms: number, zone: string): string {
  return formatOf(zone).format(ms).slice(0, 16)
}

const day = 24 * 3600 * 1000
const hour = 3600 * 1000

/**
 * How far off a due date is at a moment (milliseconds since 1970): `due in 3 days`, `overdue by 2 hours`, and whether it
 * has passed or comes within three days. Undefined for a text that is no time.
 */
export function dueText(
  due: string,
  now: number,
): { text: string; cue: 'overdue' | 'soon' | undefined } | undefined {
  const at = Date.parse(due)
  if (Number.isNaN(at)) return undefined
  const far = Math.abs(at - now)
  const text = far >= 2 * day ? `${Math.floor(far / day)} days` : hoursText(far)
  if (at < now) return { text: `overdue by ${text}`, cue: 'overdue' }
  return { text: `due in ${text}`, cue: far < 3 * day ? 'soon' : undefined }
}

function hoursText(far: number): string {
  const hours = Math.floor(far / hour)
  if (hours === 0) return 'less than an hour'
  return hours === 1 ? '1 hour' : `${hours} hours`
}
