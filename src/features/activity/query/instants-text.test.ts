import { expect, test } from 'vitest'
import { instantsText } from './instants-text.ts'

const text = (at: string, zone: string) => instantsText({ range: 'last-7d', until: Date.parse(at) }, zone)

test('the instants of a live range, to the minute in the zone of the page', () => {
  expect(text('2026-11-28T14:02:59Z', 'UTC')).toBe('21 Nov 14:02 – 28 Nov 14:02 UTC')
  expect(text('2026-11-28T23:30:00Z', 'Asia/Tokyo')).toBe('22 Nov 08:30 – 29 Nov 08:30 Asia/Tokyo')
})

test('years where they are two, the offset in the hour that clocks show twice', () => {
  expect(text('2027-01-03T08:05:00Z', 'UTC')).toBe('27 Dec 2026 08:05 – 3 Jan 2027 08:05 UTC')
  expect(text('2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe(
    '18 Oct 03:30 – 25 Oct 02:30 +01:00 Europe/Berlin',
  )
})
