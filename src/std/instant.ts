/** A point in time: nanoseconds since 1970 in UTC, and the same instant as RFC 3339 text in UTC. */
export interface Instant {
  ns: bigint
  utc: string
}

const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }

/**
 * Reads an RFC 3339 date-time. The offset is required, up to nine fractional digits are kept, the calendar date must
 * exist, there is no hour 24 and no second 60, and the nanoseconds must fit in 64 bits (years 1677 to 2262). `utc` ends
 * in Z and has exactly the fractional digits that the text had. Gives undefined for anything else.
 */
export function parseInstant(text: string): Instant | undefined {
  const parts = shape.exec(text)
  if (parts === null) return undefined
  const at = (group: number) => Number(parts[group] ?? 0)
  if (!isDate(at(1), at(2), at(3)) || !isTime(at(4), at(5), at(6)) || !isTime(at(9), at(10), 0))
    return undefined
  const offset = (parts[8] === '-' ? -60_000 : 60_000) * (at(9) * 60 + at(10))
  const ms = Date.UTC(at(1), at(2) - 1, at(3), at(4), at(5), at(6)) - offset
  const fraction = parts[7] ?? ''
  const ns = BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
  if (ns < int64.min || ns > int64.max) return undefined
  const seconds = new Date(ms).toISOString().slice(0, 19)
  return { ns, utc: fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z` }
}

/** A moment as nanoseconds since 1970, in digits. */
export function nanoseconds(moment: Date): string {
  return `${moment.getTime()}000000`
}

function isDate(year: number, month: number, day: number): boolean {
  // Date.UTC moves years below 100 into the 20th century; none of them fits in 64 bits of nanoseconds.
  if (year < 1000 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59
}
