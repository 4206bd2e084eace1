import { instantText } from '#ui/clock-text.ts'

/** A time (RFC 3339) in a zone: the clock alone where it is of the day of another time, else with its date. */
export function clockText(at: string, zone: string, beside: string | null | undefined): string {
  const text = instantText(at, zone)
  const dateLength = '2026-01-31'.length
  const isSameDay = beside && instantText(beside, zone).slice(0, dateLength) === text.slice(0, dateLength)
  return isSameDay ? text.slice(dateLength + 1) : text
}
