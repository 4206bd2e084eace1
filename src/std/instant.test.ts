import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { parseInstant } from './instant.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

test.each([
  ['2026-02-07T11:17:20Z', '2026-02-07T11:17:20Z', 1770463040n * 1_000_000_000n],
  ['2026-02-07T11:17:20.801Z', '2026-02-07T11:17:20.801Z', 1770463040801n * 1_000_000n],
  ['2026-02-07T11:17:20.123456789Z', '2026-02-07T11:17:20.123456789Z', 1770463040123456789n],
  ['2026-02-07T11:17:20.100Z', '2026-02-07T11:17:20.100Z', 1770463040100n * 1_000_000n],
  ['2011-05-13T06:42:34+02:00', '2011-05-13T04:42:34Z', 1305261754n * 1_000_000_000n],
  ['2026-01-01T00:30:00.5+01:00', '2025-12-31T23:30:00.5Z', 1767223800500n * 1_000_000n],
  ['2025-12-31T23:30:00-01:00', '2026-01-01T00:30:00Z', 1767227400n * 1_000_000_000n],
  ['2026-02-07t11:17:20z', '2026-02-07T11:17:20Z', 1770463040n * 1_000_000_000n],
  ['2026-02-07T11:17:20-00:00', '2026-02-07T11:17:20Z', 1770463040n * 1_000_000_000n],
  ['1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999999999Z', -1n],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', 1709164800n * 1_000_000_000n],
  ['2262-04-11T23:47:16.854775807Z', '2262-04-11T23:47:16.854775807Z', 2n ** 63n - 1n],
  ['1677-09-21T00:12:43.145224192Z', '1677-09-21T00:12:43.145224192Z', -(2n ** 63n)],
])('reads %s', (text, utc, ns) => {
  expect(parseInstant(text)).toEqual({ ns, utc })
})

test.each([
  '',
  'now',
  'infinity',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00Z',
  '2026-01-01T00:00:00.Z',
  '2026-01-01T00:00:00.1234567890Z',
  '2026-01-01T00:00:00,5Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T23:60:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:00+01:60',
  '2026-01-01T00:00:00+0100',
  '2026-01-01T00:00:00+01',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0099-01-01T00:00:00Z',
  '2262-04-11T23:47:16.854775808Z',
  '1677-09-21T00:12:43.145224191Z',
  '9999-12-31T23:59:59Z',
  '+02026-01-01T00:00:00Z',
  ' 2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00Z\n',
  '２026-01-01T00:00:00Z',
])('refuses %j', (text) => {
  expect(parseInstant(text)).toBeUndefined()
})

test('agrees with the calendar of Date on every instant, offset and number of digits', () => {
  const date = fc.date({ min: new Date('1700-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  const offset = fc.integer({ min: -1439, max: 1439 })
  fc.assert(
    fc.property(date, offset, fc.stringMatching(/^\d{0,9}$/), (moment, minutes, digits) => {
      const local = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 19)
      const clock = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16)
      const fraction = digits === '' ? '' : `.${digits}`
      const seconds = BigInt(Math.floor(moment.getTime() / 1000))
      expect(parseInstant(`${local}${fraction}${minutes < 0 ? '-' : '+'}${clock}`)).toEqual({
        ns: seconds * 1_000_000_000n + BigInt(digits.padEnd(9, '0')),
        utc: `${moment.toISOString().slice(0, 19)}${fraction}Z`,
      })
    }),
    { numRuns: 2000 },
  )
})
