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

/**
 * An RFC 3339 time to the second in a time zone (IANA name), with its offset from UTC where the clocks show it twice. A
 * text that is no time is given back as it is.
 */
export function instantText(time: string, zone: string): string {
  const instant = parseInstant(time)
  return instant ? momentText(Number(instant.ns / 1_000_000n), zone) : time
}

/**
 * Milliseconds since 1970 as text to the second, `2026-01-31 09:30:00`, in a time zone (IANA name, or `here`).
 * Carries its offset from UTC in the hour that the clocks show twice.
 */
export function momentText(ms: number, zone: string): string {
  return [wallText(ms, zone), repeatedOffset(ms, zone)].join(' ').trimEnd()
}

/**
 * What a clock of a time zone (IANA name, or `here`) shows at a moment (milliseconds since 1970): `2026-01-31
 * 09:30:00`.
 */
export function wallText(ms: number, zone: string): string {
  return zone === here ? textHere(new Date(ms)) : formatOf(zone).format(ms)
}

/**
 * In place of an IANA name: the zone of this computer. To ask for that name, or to write times in a named zone, makes
 * the browser load its calendars, which takes longer than the rest of the first rows together.
 */
export const here = 'here'

function textHere(at: Date): string {
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()]
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.map(two).join('-')} ${time.map(two).join(':')}`
}

/**
 * An RFC 3339 time to the minute in a time zone (IANA name): `2026-01-31 09:30`, with its offset from UTC where the clocks
 * show it twice. Another text is given back as it is.
 */
export function minuteText(time: string, zone: string): string {
  const instant = parseInstant(time)
  if (!instant) return time
  const text = momentText(Number(instant.ns / 1_000_000n), zone)
  return text.slice(0, 16) + text.slice(19)
}

const dayMs = 86_400_000
const secondMs = 1000
/** Whether the clocks of a zone are changed on a day or beside it, by zone and day since 1970. */
const changedDays = new Map<string, boolean>()

/**
 * The offset from UTC (`+02:00`) of a moment (milliseconds since 1970) in the hour that a zone's clocks show twice,
 * in autumn; undefined for every other moment.
 */
export function repeatedOffset(ms: number, zone: string): string | undefined {
  const day = Math.floor(ms / dayMs)
  const key = `${day} ${zone}`
  const changed =
    changedDays.get(key) ?? offsetOf((day - 1) * dayMs, zone) !== offsetOf((day + 2) * dayMs, zone)
  changedDays.set(key, changed)
  if (!changed) return undefined
  const offset = offsetOf(ms, zone)
  const others = [offsetOf(ms - dayMs, zone), offsetOf(ms + dayMs, zone)].filter((other) => other !== offset)
  const again = others.some((other) => offsetOf(ms + offset - other, zone) === other)
  return again ? offsetText(offset) : undefined
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetOf(ms: number, zone: string): number {
  const whole = Math.floor(ms / secondMs) * secondMs
  return Date.parse(`${wallText(whole, zone).replace(' ', 'T')}Z`) - whole
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000))
  const two = (part: number) => String(part).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
