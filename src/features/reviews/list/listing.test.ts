import { describe, expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { gracePeriod, phaseOf } from '#contract/reviews/review-phase.ts'
import { Workflow } from '#contract/reviews/workflow.ts'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { changeCertificationsQuery, readCertificationsQuery } from './certifications-query.ts'
import { isOwn, listedOf } from '../parts/listed.ts'
import { answerOf } from './listing.ts'
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
    make('f', {
      name: 'Q4, first try',
      state: 'CERT_STATE_SUPERSEDED',
      workflow_id: 'gone',
      published: false,
    }),
  ],
  [workflow],
  now,
  'Europe/Berlin',
)
const ids = (search: string) =>
  answerOf(all, readCertificationsQuery(search)).map(({ certification }) => certification.certification_id)

test('one without a name goes by its workflow and the day it started, in the zone of the reader', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'Q4',
    'Salesforce admins, 2026-01-06',
    'q4 draft',
    'Old',
    'Broken',
    'Q4, first try',
  ])
  expect(all.map(({ workflowName }) => workflowName)[3]).toBe('gone')
})

test('T22 words are found however letters, apostrophes and blanks were written', () => {
  const name = 'L’été de\u00A0Renée'.normalize('NFD')
  const all = listedOf([make('f', { name })], [workflow], now, 'UTC')
  for (const text of ["l'été", 'DE RENÉE', 'renée\u3000L‘ÉTÉ']) {
    const found = answerOf(all, readCertificationsQuery(`?${new URLSearchParams({ q: text })}`))
    expect(found.map((one) => one.name)).toEqual([name])
  }
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

test.each([
  ['', false],
  ['q=first', false],
  ['phase=draft', false],
  ['phase=superseded', true],
  ['phase=draft&phase=superseded', true],
])('T18 what is superseded is listed only where that phase is chosen: %j', (search, there) => {
  expect(ids(search).includes('f')).toBe(there)
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
      const { unreadable, ...query } = readCertificationsQuery(search)
      expect(unreadable).toEqual([])
      expect(changeCertificationsQuery('', query)).toBe(search)
    },
  )

  test.each([
    [
      'phase=wrong',
      'There is no such phase. A phase is one of searching (“Gathering rows”), draft, in progress, expired,',
    ],
    ['phase=', 'There is no such phase.'],
    [
      'sort=color asc',
      'sort can stand once in a link: one of name, due, progress, created, then asc or desc.',
    ],
    ['sort=name', 'sort can stand once in a link'],
    ['sort=name asc&sort=due asc', 'sort can stand once in a link'],
    ['q=a&q=b', 'q can stand once in a link.'],
    ['page=2', 'This list has no such filter. It has q, phase, sort.'],
    ['q=%FF', 'This is not valid percent-encoding'],
  ])('T12 %s cannot be read, and it says what would be right', (text, reason) => {
    const search = text.replaceAll(' ', '+')
    const { unreadable } = readCertificationsQuery(`phase=draft&utm_id=1&${search}`)
    expect(
      unreadable.map((part) => part.params.map(({ name, value }) => `${name}=${value}`).join('&')),
    ).toEqual([text])
    expect(unreadable[0]?.reason).toContain(reason)
    expect(withoutUnreadable(`phase=draft&utm_id=1&${search}`, unreadable)).toBe('phase=draft&utm_id=1')
  })

  test('T12 keeps tracking, and what cannot be read, through changes of the rest', () => {
    const search = 'phase=wrong&phase=draft&colour=red&utm_source=%FF&q=a'
    expect(changeCertificationsQuery(search, { text: 'b' })).toBe(
      'q=b&phase=draft&phase=wrong&colour=red&utm_source=%FF',
    )
    expect(changeCertificationsQuery(search, { phases: ['failed'] })).toBe(
      'q=a&phase=failed&colour=red&utm_source=%FF',
    )
  })
})

test('every phase has a group that a reader can filter by', () => {
  const ended = { published: true, error_reason: '', due_date: null, expired_at: null, completed_at: null }
  const phases = [0, gracePeriod].map((age) =>
    phaseOf(
      { ...ended, state: 'CERT_STATE_COMPLETED', completed_at: new Date(now - age).toISOString() },
      now,
    ),
  )
  expect(phases).toEqual(['completed, in grace', 'completed'])
  for (const phase of phases) expect(phaseGroups).toContain(groupOf(phase))
})
