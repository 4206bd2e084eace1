import { describe, expect, test } from 'vitest'
import { meetingOf, readCurrent } from './conflict.ts'
import { aPerson, aResult } from '#testing/result.ts'
import type { RowChange } from './row-change.ts'

const accepted = { decision: 'RESULT_DECISION_ACCEPTED' } as const
const rejected = { decision: 'RESULT_DECISION_REJECTED' } as const
const sign = { signed_off_state: 'SIGNED_OFF' } as const
const reviewers = { reviewers: [aPerson('bob')] }

type Theirs = Parameters<typeof aResult>[0]
const table: readonly (readonly [string, RowChange, Theirs, ReturnType<typeof meetingOf>])[] = [
  ['the same decision', accepted, accepted, 'already so'],
  [
    'the same decision and note',
    { ...rejected, notes: 'left' },
    { ...rejected, notes: 'left' },
    'already so',
  ],
  [
    'the same decision, another note',
    { ...rejected, notes: 'left' },
    { ...rejected, notes: 'moved' },
    'against',
  ],
  ['another decision', accepted, rejected, 'against'],
  ['a decision against other reviewers', accepted, reviewers, 'apart'],
  ['a decision against a note', accepted, { notes: 'look twice' }, 'apart'],
  ['a decision with a note against a note', { ...accepted, notes: 'ok' }, { notes: 'look twice' }, 'against'],
  ['a note against a decision', { notes: 'mine' }, rejected, 'apart'],
  ['a note against other reviewers', { notes: 'mine' }, reviewers, 'apart'],
  ['other reviewers against a decision', reviewers, rejected, 'apart'],
  ['the same reviewers', reviewers, { reviewers: [{ ...aPerson('bob'), name: 'Bob' }] }, 'already so'],
  ['other reviewers against others', reviewers, { reviewers: [aPerson('eve')] }, 'against'],
  ['a decision against a sign-off', accepted, sign, 'against'],
  ['a sign-off of something else than was read', sign, rejected, 'against'],
  ['a sign-off against a note that was not read', sign, { notes: 'wait' }, 'against'],
  ['a sign-off that is there, of another decision', sign, { ...rejected, ...sign }, 'against'],
  ['a sign-off that is there', sign, sign, 'already so'],
  ['a sign-off against other reviewers', sign, reviewers, 'apart'],
  ['clearing a note that is clear', { notes: ' ' }, reviewers, 'already so'],
  ['a decision against nothing that can be seen', accepted, {}, 'apart'],
]

describe('my change and a row that has been changed since', () => {
  test.each(table)('%s', (_, mine, theirs, meeting) => {
    expect(meetingOf(aResult(), aResult({ ...theirs, version: 2 }), mine)).toBe(meeting)
  })
})

test('what a 412 carries is read openly, and nonsense is not', () => {
  const value = aResult({ version: 7 })
  expect(readCurrent({ value, entries: [], next: 1 })?.value.version).toBe(7)
  expect(readCurrent({ value })?.entries).toEqual([])
  for (const nonsense of [undefined, null, 'x', {}, { value: { result_id: 'x' } }])
    expect(readCurrent(nonsense)).toBeUndefined()
})
