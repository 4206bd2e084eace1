import fc from 'fast-check'
import { expect, test } from 'vitest'
import { here, instantText, minuteText, momentText } from './clock-text.ts'

const local = Intl.DateTimeFormat().resolvedOptions().timeZone
const [from, to] = [Date.UTC(1700, 0), Date.UTC(2250, 0)]

test('a moment here is written as one in the zone of this computer by its name', () => {
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), (ms) => {
      expect(momentText(ms, here)).toBe(momentText(ms, local))
    }),
  )
})

test('times are written to the second or the minute, and what is no time stays as it is', () => {
  expect(instantText('2026-01-31T09:30:05.9Z', 'UTC')).toBe('2026-01-31 09:30:05')
  expect(minuteText('2026-07-31T09:30:05+02:00', 'Europe/Berlin')).toBe('2026-07-31 09:30')
  expect(minuteText('soon', here)).toBe('soon')
})
