import { expect, test } from 'vitest'
import type { FailureCause } from '#contract/activity/failures.ts'
import { ordered, totalText } from './board-list.tsx'
import { messageParts, messageText } from './message-parts.ts'
import { becameText, orderedBecame } from './outcomes.ts'
import { spanText, whenText } from './span-text.ts'

const cause = (cause_id: string, more: Partial<FailureCause>): FailureCause => ({
  cause_id,
  message: 'no',
  events: 1,
  identities: 1,
  first_at: null,
  last_at: null,
  became: [],
  workflows: [],
  workflow_count: 0,
  actions: [],
  action_count: 0,
  bars: [],
  ...more,
})

test('a message is its texts and the words of its marks', () => {
  expect(messageParts('User ⟨name⟩ has ⟨number⟩')).toEqual([
    { text: 'User ', isMark: false },
    { text: 'name', isMark: true },
    { text: ' has ', isMark: false },
    { text: 'number', isMark: true },
  ])
  expect(messageText('User ⟨name⟩ has ⟨number⟩')).toBe('User … has …')
  expect(messageText(' ')).toBe('Failed without a message')
})

test('what has become of failures stands in one order, none of nought', () => {
  const became = [
    { of: 'FIXED', places: 35 },
    { of: 'NEW_WORD', places: 1 },
    { of: 'ABANDONED', places: 0 },
    { of: 'STILL_BROKEN', places: 1200 },
  ]
  expect(orderedBecame(became).map(becameText)).toEqual([
    '1,200 still broken',
    '35 fixed later',
    '1 NEW_WORD',
  ])
})

test('the total adds up, with those beside whose cause is not known yet', () => {
  const causes = [cause('a', { events: 100 }), cause('b', { events: 58 }), cause('c', { events: 1 })]
  const board = { events: 159, unsorted: 0, bar_seconds: 1, causes }
  expect(totalText(board)).toBe('159 failed events of 3 causes')
  expect(totalText({ ...board, events: 161, unsorted: 2 })).toBe(
    '161 failed events: 159 of 3 causes so far, 2 whose cause is not known yet',
  )
})

test('causes are ordered by those still broken, or by the newest failure; without a time comes last', () => {
  const causes = [
    cause('a', { last_at: null, became: [{ of: 'STILL_BROKEN', places: 2 }] }),
    cause('b', { last_at: '2026-01-01T00:00:00Z' }),
    cause('c', { last_at: '2026-01-02T00:00:00Z', became: [{ of: 'STILL_BROKEN', places: 3 }] }),
  ]
  const ids = (order: Parameters<typeof ordered>[1]) => ordered(causes, order).map(({ cause_id }) => cause_id)
  expect(ids('most-events')).toEqual(['a', 'b', 'c'])
  expect(ids('still-broken')).toEqual(['c', 'a', 'b'])
  expect(ids('newest')).toEqual(['c', 'b', 'a'])
})

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:14:59Z', '14 minutes later'],
  ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', '1 hour later'],
  ['2026-01-01T00:00:00Z', '2026-01-03T23:00:00Z', '2 days later'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.1Z', 'less than a second later'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'at the same time'],
  ['2026-01-01T00:00:05Z', '2026-01-01T00:00:00Z', '5 seconds earlier'],
  ['2026-01-01T00:00:05Z', null, 'at an unknown time'],
])('%s to %s is %s', (from, to, text) => {
  expect(whenText(from, to)).toBe(text)
  expect(spanText(60_000_000_000n)).toBe('1 minute')
})
