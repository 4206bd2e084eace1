import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newestSpans } from './counted-span.ts'

const day = 86_400
const span = (from: number, to: number) => ({
  range: { from, to },
  bounded: { from: false, to: false },
  covers: { whole: true, from: null },
  condition: sql`true`,
})
const daysBefore = (end: number, from: number, to: number) =>
  newestSpans(span(from, to)).map(({ range }) => (end - range.from) / day)

test('the newest days are counted back from the last event', () => {
  const last = Date.UTC(2026, 10, 20) / 1000
  expect(daysBefore(last, 0, last)).toEqual([90, 30, 14, 7, 1])
})

test('days that are no less than the whole are left out', () => {
  const last = Date.UTC(2026, 10, 20) / 1000
  expect(daysBefore(last, last - 30 * day, last)).toEqual([14, 7, 1])
})

test('an event in the future does not move them there', () => {
  const now = Math.floor(Date.now() / 1000)
  const [most = 0] = daysBefore(now, 0, now + 3650 * day)
  expect(most).toBeCloseTo(90, 2)
})
