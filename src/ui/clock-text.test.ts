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

test.each([
  ['2026-10-24T23:59:59Z', 'Europe/Berlin', '2026-10-25 01:59:59'],
  ['2026-10-25T00:00:00Z', 'Europe/Berlin', '2026-10-25 02:00:00 +02:00'],
  ['2026-10-25T00:59:59Z', 'Europe/Berlin', '2026-10-25 02:59:59 +02:00'],
  ['2026-10-25T01:00:00.5Z', 'Europe/Berlin', '2026-10-25 02:00:00 +01:00'],
  ['2026-10-25T01:59:59Z', 'Europe/Berlin', '2026-10-25 02:59:59 +01:00'],
  ['2026-10-25T02:00:00Z', 'Europe/Berlin', '2026-10-25 03:00:00'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00:00'],
  ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01 01:30:00 -04:00'],
  ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01 01:30:00 -05:00'],
  // Half an hour is repeated.
  ['2026-04-04T14:45:00Z', 'Australia/Lord_Howe', '2026-04-05 01:45:00 +11:00'],
  ['2026-04-04T15:15:00Z', 'Australia/Lord_Howe', '2026-04-05 01:45:00 +10:30'],
  ['2026-04-04T15:30:00Z', 'Australia/Lord_Howe', '2026-04-05 02:00:00'],
  ['2026-10-25T01:30:00Z', 'UTC', '2026-10-25 01:30:00'],
])('T47 an hour that the clocks show twice carries its offset: %s in %s', (time, zone, text) => {
  expect(instantText(time, zone)).toBe(text)
  expect(minuteText(time, zone)).toBe(text.slice(0, 16) + text.slice(19))
})
