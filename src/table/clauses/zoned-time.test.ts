import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromWall, lastWeekOf, toInstant, toWall } from './zoned-time.ts'

describe('a local time', () => {
  test.each([
    ['2026-01-31T09:30', 'UTC', '2026-01-31T09:30:00Z'],
    ['2026-01-31T09:30:15', 'Europe/Berlin', '2026-01-31T08:30:15Z'],
    ['2026-07-31T09:30', 'Europe/Berlin', '2026-07-31T07:30:00Z'],
    ['2026-07-31T09:30', 'Asia/Kolkata', '2026-07-31T04:00:00Z'],
    ['2026-12-31T20:00', 'America/Los_Angeles', '2027-01-01T04:00:00Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['', 'UTC', ''],
    ['soon', 'UTC', ''],
    ['0002-01-01T00:00', 'UTC', ''],
    ['12026-01-01T00:00', 'UTC', ''],
  ])('%s in %s is %s', (wall, zone, at) => {
    expect(fromWall(wall, zone)).toBe(at)
  })

  test('comes back from the instant that it stands for', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    )
    const moments = fc.date({ min: new Date('1975-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const at = toInstant(moment.getTime())
        const back = fromWall(toWall(at, zone), zone)
        // Where the clock is put back an hour shows twice, and the earlier of the two is taken.
        expect(toWall(back, zone)).toBe(toWall(at, zone))
        expect(back <= at).toBe(true)
      }),
    )
  })
})

test.each([
  ['2026-11-29T22:30:00Z', 'UTC', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['2026-11-29T23:30:00Z', 'Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-29T23:00:00Z'],
  ['2026-10-28T12:00:00Z', 'Europe/Berlin', '2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z'],
])('the week before that of %s in %s', (at, zone, from, to) => {
  expect(lastWeekOf(Date.parse(at), zone)).toEqual({ from, to })
})
