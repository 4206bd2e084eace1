import { describe, expect, test } from 'vitest'
import { minuteText } from '#ui/clock-text.ts'
import { dayText, distanceText, urgencyOf } from './moments.ts'

const now = Date.UTC(2026, 0, 31, 12)

test('a time is written to the minute, and as a day, on the clock of the zone', () => {
  expect(minuteText('2026-01-31T23:30:59.5Z', 'Europe/Berlin')).toBe('2026-02-01 00:30')
  expect(dayText('2026-01-31T23:30:59.5Z', 'Europe/Berlin')).toBe('2026-02-01')
  expect(minuteText('2026-01-31T23:30:59.5Z', 'UTC')).toBe('2026-01-31 23:30')
  expect(minuteText('soon', 'UTC')).toBe('soon')
})

describe('a due date', () => {
  test.each([
    ['2026-02-03T12:00:00Z', 'in 3 days', 'later'],
    ['2026-02-03T11:59:59Z', 'in 2 days', 'soon'],
    ['2026-02-02T11:59:59Z', 'in 47 hours', 'soon'],
    ['2026-01-31T13:59:00Z', 'in 119 minutes', 'soon'],
    ['2026-01-31T12:00:30Z', 'in a minute', 'soon'],
    ['2026-01-31T11:59:59Z', 'a minute ago', 'overdue'],
    ['2026-01-31T10:00:00Z', '2 hours ago', 'overdue'],
    ['2025-12-31T12:00:00Z', '31 days ago', 'overdue'],
  ])('of %s is %s: %s', (time, words, urgency) => {
    expect(distanceText(time, now)).toBe(words)
    expect(urgencyOf(time, now)).toBe(urgency)
  })
})
