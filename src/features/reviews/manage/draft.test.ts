import { expect, test } from 'vitest'
import { Certification, CertificationChange, CertificationInput } from '#contract/reviews/certification.ts'
import { noFailure } from '#contract/errors.ts'
import { changeOf, editDraftOf, emptyDraft, inputOf } from './draft.ts'
import { fieldErrorsOf } from './field-errors.ts'

const berlin = 'Europe/Berlin'
const ada = { user_type: 'localCookieUser', id: 'ada', email: 'ada@x.example', name: 'Ada Lovelace' }
const bob = { ...ada, id: 'bob' }

test('a draft becomes a body that the contract takes, its due date an instant', () => {
  const full = {
    ...emptyDraft,
    workflow_id: 'w',
    snapshot_id: 's-1',
    due: '2026-07-01T17:00',
    reviewers: [ada],
    publish: false,
  }
  const body = CertificationInput.parse(inputOf(full, berlin))
  expect(body).toMatchObject({
    data_source: 2,
    snapshot_id: 's-1',
    due_date: '2026-07-01T15:00:00Z',
    publish: false,
    reviewer_assignment: { reviewers: [{ user_type: 'localCookieUser', id: 'ada' }], fallback_reviewers: [] },
  })
})

test('of an empty draft nothing is sent but what it says', () => {
  expect(inputOf({ ...emptyDraft, workflow_id: 'w' }, berlin)).toEqual({
    workflow_id: 'w',
    data_source: 1,
    name: '',
    notes: '',
    publish: true,
  })
})

const stands = editDraftOf(
  Certification.parse({
    certification_id: 'c',
    workflow_id: 'w',
    state: 'CERT_STATE_IN_PROGRESS',
    name: 'Q4',
    due_date: '2026-01-31T23:30:15Z',
    reviewers: [ada, bob],
  }),
  berlin,
)

test.each([
  ['nothing', {}, {}],
  ['the name', { name: '' }, { name: '' }],
  ['the due date', { due: '2026-02-03T09:00' }, { due_date: '2026-02-03T08:00:00Z' }],
  ['the due date away', { due: '' }, { due_date: null }],
  ['the order of the reviewers, which is none', { reviewers: [bob, ada] }, {}],
  ['the reviewers', { reviewers: [bob] }, { reviewers: [{ user_type: 'localCookieUser', id: 'bob' }] }],
])('who changes %s sends just that', (_, draft, change) => {
  expect(CertificationChange.parse(changeOf(stands, { ...stands, ...draft }, berlin))).toEqual(change)
})

test('what the server found wrong stands at its field, the rest apart', () => {
  const violation = (field: string) => ({ field, description: `wrong ${field}` })
  const failure = {
    ...noFailure(400),
    message: 'Invalid',
    violations: ['name', 'reviewer_assignment.reviewers.0.id', 'reviewer_assignment', 'body'].map(violation),
  }
  const { at, rest } = fieldErrorsOf(failure, [
    'name',
    'reviewer_assignment',
    'reviewer_assignment.reviewers',
  ])
  expect([...at]).toEqual([
    ['name', 'wrong name'],
    ['reviewer_assignment.reviewers', 'wrong reviewer_assignment.reviewers.0.id'],
    ['reviewer_assignment', 'wrong reviewer_assignment'],
  ])
  expect(rest).toEqual(['body: wrong body'])
  expect(fieldErrorsOf({ ...failure, violations: [] }, ['name']).rest).toEqual(['Invalid'])
})
