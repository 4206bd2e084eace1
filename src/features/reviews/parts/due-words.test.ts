import { expect, test } from 'vitest'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { dueWords } from './due-words.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const words = (
  due_date: string | null,
  phase: ReviewPhase = 'in progress',
  completed_at: string | null = null,
) => dueWords({ due_date, completed_at }, phase, now, 'Europe/Berlin')

test.each<[string, string, string | undefined]>([
  ['2026-03-14T12:00:00Z', 'Due in 4 days', undefined],
  ['2026-03-13T11:59:59Z', 'Due in 2 days', 'soon'],
  ['2026-03-12T11:59:59Z', 'Due in 47 hours', 'soon'],
  ['2026-03-10T13:59:00Z', 'Due in 119 minutes', 'soon'],
  ['2026-03-10T12:01:30Z', 'Due in 1 minute', 'soon'],
  ['2026-03-10T12:00:30Z', 'Due in less than a minute', 'soon'],
  ['2026-03-10T12:00:00Z', 'Overdue by less than a minute', 'overdue'],
  ['2026-03-10T11:59:53Z', 'Overdue by less than a minute', 'overdue'],
  ['2026-03-10T11:35:00Z', 'Overdue by 25 minutes', 'overdue'],
  ['2026-03-10T10:00:00Z', 'Overdue by 2 hours', 'overdue'],
  ['2026-03-01T12:00:00Z', 'Overdue by 9 days', 'overdue'],
])('T51 a due date of %s: %s', (due, text, cue) => {
  expect(words(due)).toEqual({ text, cue, time: due })
})

// Berlin puts its clocks forward in the night to 29 March 2026, and back in the night to 25 October.
test.each([
  ['2026-03-29T00:30:00Z', 'Due 2026-03-29 01:30'],
  ['2026-03-29T01:30:00Z', 'Due 2026-03-29 03:30'],
  ['2026-10-25T01:30:00Z', 'Due 2026-10-25 02:30'],
])('a time of %s is written on the clock of the zone: %s', (due, text) => {
  expect(words(due, 'superseded')).toEqual({ text, cue: undefined, time: undefined })
})

test('what is over is never overdue', () => {
  const past = '2026-03-01T12:00:00Z'
  expect(words(past, 'completed, in grace', '2026-03-09T12:00:00Z').text).toBe('Completed 2026-03-09 13:00')
  expect(words(past, 'failed').text).toBe('Due 2026-03-01 13:00')
  expect(words(past, 'expired').cue).toBe('overdue')
  expect(words(past, 'draft').text).toBe('Overdue by 9 days')
  expect(words(null).text).toBe('No due date')
  expect(words('soon').text).toBe('Due soon')
})
