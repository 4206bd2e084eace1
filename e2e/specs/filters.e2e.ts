import { events, keyOf } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'

// What the controls ask for, field by field, and what is typed into the query, is in src/features/activity/screen/filters.page.test.tsx.

test('choices, both ends of a time by the browser’s own field, and a preset', async ({
  tab,
  filters,
  query,
}) => {
  await tab.open()
  await filters.choose('State', 'ERRORED', 'BLOCKED')
  await query.open()
  await filters.time('Started', 'Beginning', 'from', '2026-01-20T13:00:07')
  await filters.time('Started', 'End', 'before', '2026-01-25T00:00')
  await expect(query.input).toHaveValue(
    '(state eq "ERRORED" or state eq "BLOCKED") and started_at ge "2026-01-20T12:00:07Z" and started_at lt "2026-01-24T23:00:00Z"',
  )
  const isMeant = ({ state, started_at }: (typeof events)[number]) =>
    ['ERRORED', 'BLOCKED'].includes(state) &&
    started_at !== null &&
    started_at >= '2026-01-20T12:00:07' &&
    started_at < '2026-01-24T23:00:00'
  const keys = new Set(events.filter(isMeant).map(keyOf))
  await expect(tab.count).toHaveText(/ matching events/)
  const shown = (await tab.shown()).map(keyOf)
  expect(shown.length).toBeGreaterThan(5)
  expect(shown.filter((key) => !keys.has(key))).toEqual([])
  await filters.preset('Started', 'Any time')
  await expect(query.input).toHaveValue('(state eq "ERRORED" or state eq "BLOCKED")')
})
