import { describe, expect, test } from 'vitest'
import { elapsed, exactDuration, formatDuration } from './duration.ts'
import { instantText, momentText } from '#ui/clock-text.ts'

describe('a duration', () => {
  const between = (from: string, to: string) => elapsed(from, to) ?? Number.NaN

  test.each([
    ['2026-02-07T11:17:20.801Z', '2026-02-07T11:17:24.120Z', '3.3 s', '3.319 s'],
    ['2026-02-07T11:17:20.000000001Z', '2026-02-07T11:17:20.000000002Z', '< 1 ms', '0.000000001 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T11:17:20.82Z', '820 ms', '0.82 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T11:17:20.000Z', '0 s', '0 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T11:18:19.999999999Z', '59.9 s', '59.999999999 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T11:21:25.9Z', '4 min 5 s', '245.9 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T14:30:00Z', '3 h 12 min', '11560 s'],
    ['2026-02-07T11:17:20+01:00', '2026-02-09T14:30:00Z', '2 d 4 h', '187960 s'],
    ['2026-02-07T11:17:20Z', '2026-02-07T11:17:19.5Z', '−500 ms', '−0.5 s'],
  ])('from %s to %s is %s, exactly %s', (from, to, said, exact) => {
    const ns = between(from, to) as bigint
    expect([formatDuration(ns), exactDuration(ns)]).toEqual([said, exact])
  })

  test('keeps nanoseconds over years', () => {
    const ns = between('1990-01-01T00:00:00.000000001Z', '2026-01-01T00:00:00.000000002Z') as bigint
    expect(exactDuration(ns)).toMatch(/^\d+\.000000001 s$/)
  })

  test('is not known when either end is not', () => {
    expect(elapsed(null, '2026-02-07T11:17:20Z')).toBeUndefined()
    expect(elapsed('2026-02-07T11:17:20Z', null)).toBeUndefined()
    expect(elapsed('yesterday', '2026-02-07T11:17:20Z')).toBeUndefined()
  })
})

describe('a time', () => {
  test.each([
    ['2026-02-07T11:17:20.801123456Z', 'UTC', '2026-02-07 11:17:20'],
    ['2026-02-07T23:17:20.9999Z', 'Europe/Berlin', '2026-02-08 00:17:20'],
    ['2026-07-07T00:17:20Z', 'America/New_York', '2026-07-06 20:17:20'],
    ['1969-12-31T23:59:58.5Z', 'UTC', '1969-12-31 23:59:58'],
    ['soon', 'UTC', 'soon'],
  ])('%s in %s is %s', (time, zone, said) => {
    expect(instantText(time, zone)).toBe(said)
  })

  test('of the page itself is written the same way', () => {
    expect(momentText(Date.UTC(2026, 1, 7, 11, 17, 20), 'UTC')).toBe('2026-02-07 11:17:20')
  })
})
