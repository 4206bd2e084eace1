import { describe, expect, test } from 'vitest'
import { Certification } from '#contract/certification.ts'
import { gracePeriod, phaseOf } from '#contract/review-phase.ts'
import { Workflow } from '#contract/workflow.ts'
import { readListQuestion, writeListQuestion } from './list-question.ts'
import { answerOf, isOwn, listedOf } from './listing.ts'
import { groupOf, phaseGroups } from './phases.ts'

const now = Date.UTC(2026, 0, 31)
const ada = { user_type: 'localCookieUser', id: 'ada', email: 'ada@x.example', name: 'Ada Lovelace' }
const make = (certification_id: string, more: object = {}) =>
  Certification.parse({ certification_id, workflow_id: 'w', state: 'CERT_STATE_IN_PROGRESS', ...more })
const workflow = Workflow.parse({ workflow_id: 'w', name: 'Salesforce admins', owner: ada })

const all = listedOf(
  [
    make('a', {
      name: 'Q4',
      due_date: '2026-02-02T00:00:00Z',
      total_result_count: 4,
      total_complete_count: 1,
    }),
    make('b', {
      started_at: '2026-01-05T23:30:00Z',
      total_result_count: 4,
      total_complete_count: 3,
      reviewers: [ada],
    }),
    make('c', { name: 'q4 draft', published: false, due_date: '2026-02-01T00:00:00Z' }),
    make('d', {
      name: 'Old',
      state: 'CERT_STATE_COMPLETED',
      workflow_id: 'gone',
      completed_at: '2025-01-01T00:00:00Z',
    }),
    make('e', { name: 'Broken', state: 'CERT_STATE_SEARCHING', error_reason: 'There are no rows.' }),
  ],
  [workflow],
  now,
  'Europe/Berlin',
)
const ids = (search: string) =>
  answerOf(all, readListQuestion(new URLSearchParams(search))).map(
    ({ certification }) => certification.certification_id,
  )

test('one without a name goes by its workflow and the day it started, in the zone of the reader', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'Q4',
    'Salesforce admins, 2026-01-06',
    'q4 draft',
    'Old',
    'Broken',
  ])
  expect(all.map(({ workflowName }) => workflowName)[3]).toBe('gone')
})

test('the usual order is by due date, those without one after, those that are completed last', () => {
  expect(ids('')).toEqual(['c', 'a', 'e', 'b', 'd'])
})

test.each([
  ['sort=due desc', ['e', 'b', 'a', 'c', 'd']],
  ['sort=name asc', ['e', 'd', 'a', 'c', 'b']],
  ['sort=progress desc', ['b', 'a', 'e', 'd', 'c']],
  ['q=q4', ['c', 'a']],
  ['q=SALESFORCE q4', ['c', 'a']],
  ['q=lovelace', ['b']],
  ['phase=draft&phase=failed', ['c', 'e']],
  ['phase=completed', ['d']],
])('%s finds %j', (search, found) => {
  expect(ids(search)).toEqual(found)
})

test('it is the own one of who owns the workflow, made it or made the certification', () => {
  const own = all.filter((one) => isOwn(one, ada)).map(({ certification }) => certification.certification_id)
  expect(own).toEqual(['a', 'b', 'c', 'e'])
  expect(all.some((one) => isOwn(one, { ...ada, user_type: 'OktaUser' }))).toBe(false)
})

describe('an address', () => {
  test.each(['', 'q=a+b&phase=draft&phase=expired&sort=name+desc', 'sort=due+desc'])(
    '%j is read and written back',
    (search) => {
      const { ignored, ...question } = readListQuestion(new URLSearchParams(search))
      expect(ignored).toEqual([])
      expect(writeListQuestion(question).toString()).toBe(search)
    },
  )

  test.each([
    ['phase=wrong&phase=draft', ['phase']],
    ['sort=color+asc', ['sort']],
    ['sort=name', ['sort']],
    ['sort=name+asc&sort=due+asc', ['sort']],
    ['page=2&q=a&q=b', ['page', 'q']],
  ])('%s names what it left out', (search, ignored) => {
    expect(readListQuestion(new URLSearchParams(search)).ignored).toEqual(ignored)
  })
})

test('every phase has a group that a reader can filter by', () => {
  const ended = { published: true, error_reason: '', expired_at: null, completed_at: null }
  const phases = [0, gracePeriod].map((age) =>
    phaseOf(
      { ...ended, state: 'CERT_STATE_COMPLETED', completed_at: new Date(now - age).toISOString() },
      now,
    ),
  )
  expect(phases).toEqual(['completed, in grace', 'completed'])
  for (const phase of phases) expect(phaseGroups).toContain(groupOf(phase))
})
