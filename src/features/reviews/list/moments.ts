import { minuteText } from '#ui/clock-text.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** An RFC 3339 time as a day on the calendar of a time zone (IANA name): `2026-01-31`. */
export function dayText(time: string, zone: string): string {
  return minuteText(time, zone).slice(0, 10)
}

/** How far a due date is from now (milliseconds since 1970), in the largest whole unit: `in 3 days`, `2 hours ago`. */
export function distanceText(time: string, now: number): string {
  const ms = Date.parse(time) - now
  const far = Math.abs(ms)
  const span =
    far >= 2 * DAY
      ? `${Math.floor(far / DAY)} days`
      : far >= 2 * HOUR
        ? `${Math.floor(far / HOUR)} hours`
        : far >= 2 * MINUTE
          ? `${Math.floor(far / MINUTE)} minutes`
          : 'a minute'
  return ms < 0 ? `${span} ago` : `in ${span}`
}

/** Whether a due date has passed, or is less than three days away. */
export function urgencyOf(time: string, now: number): 'overdue' | 'soon' | 'later' {
  const ms = Date.parse(time) - now
  return ms < 0 ? 'overdue' : ms < 3 * DAY ? 'soon' : 'later'
}
