import { describe, expect, test } from 'vitest'
import { dueText } from './time-text.ts'

const now = Date.parse('2026-03-10T12:00:00Z')

describe('a due date', () => {
  test.each<[string, string, string | undefined]>([
    ['2026-03-14T12:00:00Z', 'due in 4 days', undefined],
    ['2026-03-12T12:00:00Z', 'due in 2 days', 'soon'],
    ['2026-03-11T13:00:00Z', 'due in 25 hours', 'soon'],
    ['2026-03-10T12:20:00Z', 'due in less than an hour', 'soon'],
    ['2026-03-10T11:00:00Z', 'overdue by 1 hour', 'overdue'],
    ['2026-03-01T12:00:00Z', 'overdue by 9 days', 'overdue'],
  ])('%s', (due, text, cue) => {
    expect(dueText(due, now)).toEqual({ text, cue })
  })

  test('that is no time says nothing', () => {
    expect(dueText('soon', now)).toBeUndefined()
  })
})
