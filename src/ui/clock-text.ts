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

/** An RFC 3339 time to the second in a time zone (IANA name). A text that is no time is given back as it is. */
export function instantText(time: string, zone: string): string {
  const instant = parseInstant(time)
  return instant ? momentText(Number(instant.ns / 1_000_000n), zone) : time
}

/** A moment in milliseconds since 1970, to the second in a time zone (IANA name, or `here`). */
export function momentText(ms: number, zone: string): string {
  return zone === here ? textHere(new Date(ms)) : formatOf(zone).format(ms)
}

/**
 * Stands for the zone of this computer where its name is not needed. To find that out, and to write in a zone by its
 * name, a browser first loads its calendars, which takes longer than everything else that draws the first rows.
 */
export const here = 'here'

function textHere(at: Date): string {
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()]
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.map(two).join('-')} ${time.map(two).join(':')}`
}

/** An RFC 3339 time to the minute in a time zone (IANA name): `2026-01-31 09:30`. Another text is given back as it is. */
export function minuteText(time: string, zone: string): string {
  const instant = parseInstant(time)
  return instant ? momentText(Number(instant.ns / 1_000_000n), zone).slice(0, 16) : time
}
