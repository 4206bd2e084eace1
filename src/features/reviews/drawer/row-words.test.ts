import { describe, expect, test } from 'vitest'
import { HistoryEntry } from '#contract/reviews/result.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { changeText } from '../decide/change-text.ts'
import { historyWords } from '../parts/history-words.ts'
import { noteForm, noteChange } from '../decide/note-form.ts'
import { propertiesOf, withText } from './property-list.ts'

const ana = { user_type: 'localCookieUser', id: 'ana', email: 'ana@example.com', name: 'Ana' }
const bob = { ...ana, id: 'bob', name: 'Bob' }
const entry = (action: string, part: object = {}) =>
  HistoryEntry.parse({ action, user: ana, time: '2026-01-02T03:04:05Z', seq: 1, ...part })

describe('an entry of the history', () => {
  const reassigned = (old_reviewers: object[], new_reviewers: object[]) =>
    entry('REVIEWER_ASSIGNED', { reviewer_detail: { old_reviewers, new_reviewers } })
  const decided = (decision: string, note = '') => entry('DECISION', { decision_detail: { decision, note } })
  test.each([
    [decided('RESULT_DECISION_REJECTED', 'left'), { what: 'rejected the access', text: 'left', how: '' }],
    [decided('RESULT_DECISION_NONE'), { what: 'took the decision back', text: '' }],
    [decided('RESULT_DECISION_2030'), { what: 'decided RESULT_DECISION_2030' }],
    [entry('NOTE_ADDED', { note: 'why?' }), { what: 'noted', text: 'why?' }],
    [entry('NOTE_ADDED', { note: ' ' }), { what: 'cleared the note', text: '' }],
    [reassigned([ana], [bob]), { what: 'assigned Bob and took Ana off' }],
    [reassigned([], [ana, bob]), { what: 'assigned Ana, Bob' }],
    [reassigned([ana], [ana]), { what: 'assigned the same reviewers again' }],
    [entry('SIGNED_OFF', { via: 'key:7' }), { what: 'signed the row off', how: 'with an API key' }],
    [entry('SIGN_OFF_UNDONE', { reason: 'wrong row' }), { what: 'undid the sign-off', how: 'wrong row' }],
    [entry('OF_NEXT_YEAR'), { what: 'OF_NEXT_YEAR' }],
  ])('%#', (given, words) => {
    expect(historyWords(given)).toMatchObject(words)
  })
})

describe('a note', () => {
  const settings = {
    ...defaultSettings(),
    predefined_decision_notes: { accept_notes: ['fine'], reject_notes: ['left', 'left', ' '] },
  }
  const row = { decision: 'RESULT_DECISION_NONE', notes: 'so far' }

  test('is asked for as the settings say, with the stored notes of its decision', () => {
    expect(noteForm('reject', row, settings)).toMatchObject({ required: true, stored: ['left'] })
    expect(noteForm('accept', row, settings)).toMatchObject({ required: false, stored: ['fine'] })
    const rejected = { decision: 'RESULT_DECISION_REJECTED' }
    expect(noteForm('note', rejected, settings)).toMatchObject({ required: false, stored: ['left'] })
  })

  test.each([
    ['reject', ' left ', { decision: 'RESULT_DECISION_REJECTED', notes: 'left' }],
    ['accept', '', { decision: 'RESULT_DECISION_ACCEPTED' }],
    ['note', 'new', { notes: 'new' }],
    ['note', '', { notes: ' ' }],
    ['note', 'so far', undefined],
  ] as const)('of %s written as “%s”', (action, text, change) => {
    expect(noteChange(action, row, text)).toEqual(change)
  })

  test('T25 of nothing visible is none, and clears the one before', () => {
    expect(noteChange('reject', row, '\u200b\u2800 ')).toEqual({ decision: 'RESULT_DECISION_REJECTED' })
    expect(noteChange('note', row, '\u3164')).toEqual({ notes: ' ' })
  })
})

test('a change in words', () => {
  expect(changeText({ decision: 'RESULT_DECISION_REJECTED', notes: 'left' })).toBe('Rejected, “left”')
  expect(changeText({ notes: ' ' })).toBe('note cleared')
  expect(changeText({ reviewers: [ana, bob] })).toBe('reviewers: Ana, Bob')
  expect(changeText({ reviewers: [] })).toBe('reviewers: nobody')
})

test('the properties of an entity, its own keys first, narrowed by a word', () => {
  const node = {
    type: 'OktaUser',
    id: '7',
    name: 'Ada',
    properties: { name: 'A. Lovelace', emails: ['a@x', 'b@x'], mfa: false, last: null, at: { z: 1 } },
  }
  const all = propertiesOf(node)
  expect(all).toEqual([
    ['type', 'OktaUser'],
    ['id', '7'],
    ['name', 'Ada'],
    ['at', '{\n "z": 1\n}'],
    ['emails', 'a@x\nb@x'],
    ['last', ''],
    ['mfa', 'false'],
    ['properties.name', 'A. Lovelace'],
  ])
  expect(withText(all, ' LOVE ').map(([key]) => key)).toEqual(['properties.name'])
  expect(withText(all, '')).toHaveLength(8)
})
