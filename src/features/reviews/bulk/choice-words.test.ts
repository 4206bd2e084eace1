import { expect, test } from 'vitest'
import { choiceWords } from './choice-words.ts'

const words = (choice: object, previous?: string) => choiceWords(choice, 'UTC', previous)

test('every part of a choice is in its words, and none stands for another', () => {
  expect(words({})).toEqual(['All rows'])
  expect(words({ chosen_as: 'rows of Ada' })).toEqual(['All rows', 'as the page called it: rows of Ada'])
  expect(words({ runs: [4, 1, 9, 11], except: [12, 1] })).toEqual([
    '12 rows by their ids',
    'without 1 row taken out',
  ])
  expect(words({ runs: [4, 2], mutable_filter: 'decision eq "RESULT_DECISION_REJECTED"' })).toEqual([
    '2 rows by their ids',
    'Decision is Rejected',
  ])
  expect(
    words({
      filter: 'destination.name eq "Finance" or source.name eq "Ada"',
      mutable_filter: 'decision eq "RESULT_DECISION_NONE"',
      last_time_filter: 'access_change eq "WIDER"',
      include_others: true,
    }),
  ).toEqual([
    'destination.name eq "Finance" or source.name eq "Ada"',
    'Decision is To decide',
    'Access since last time is Wider',
    'rows of other reviewers included',
  ])
})

test('what is unchanged is said with the review that it is compared with, where that is known', () => {
  expect(words({ unchanged_access: true })).toEqual([
    'access that is unchanged since last time and was accepted then',
  ])
  expect(words({ unchanged_access: true, assigned_to: { user_type: 'okta', id: 'ada' } }, 'Q3')).toEqual([
    'rows that ada reviews',
    'access that is unchanged since “Q3” and was accepted then',
  ])
})
