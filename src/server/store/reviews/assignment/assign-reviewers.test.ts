import { describe, expect, test } from 'vitest'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import {
  type Assignment,
  type Directory,
  personKey,
  type RowCandidates,
  reviewersOf,
} from './assign-reviewers.ts'

const user = (id: string): WorkflowUser => ({
  user_type: 'OktaUser',
  id,
  email: `${id}@example.com`,
  name: id,
})
const ids = (users: readonly WorkflowUser[]) => users.map(({ id }) => id)

type Known = {
  /** Those without a role that may decide, as the built-in account is. */
  readonly idle?: readonly string[]
  readonly denied?: readonly string[]
  readonly managers?: Readonly<Record<string, string>>
  readonly delegates?: Readonly<Record<string, string>>
}

function directory({ denied = [], idle = [], managers = {}, delegates = {} }: Known): Directory {
  const optional = (id: string | undefined) => (id === undefined ? undefined : user(id))
  return {
    find: (reference) =>
      /^\w+$/.test(reference) && !reference.startsWith('nobody') ? user(reference) : undefined,
    managerOf: ({ id }: UserKey) => optional(managers[id]),
    problemOf: ({ id }: UserKey) =>
      denied.includes(id) ? 'DENIED' : idle.includes(id) ? 'NO_ROLE' : undefined,
    delegatesOf: ({ id }: UserKey) => [optional(delegates[id])].filter((found) => found !== undefined),
  }
}

const row = (given: Partial<RowCandidates> = {}): RowCandidates => ({
  source_managers: ['mia'],
  destination_owners: ['otto'],
  reviewers: [],
  own: [],
  ...given,
})
const wanted = (given: Partial<Assignment> = {}): Assignment => ({
  users_manager: false,
  resource_managers: false,
  reviewers: [],
  fallback_reviewers: [],
  creator: user('creator'),
  ...given,
})
const fallback = { fallback_reviewers: [user('fay')] }

describe('who reviews a row', () => {
  test.each<[string, Partial<RowCandidates>, Partial<Assignment>, Known, string[]]>([
    ['nobody when nobody was asked for', {}, {}, {}, []],
    ["the user's manager", {}, { users_manager: true }, {}, ['mia']],
    ["the resource's owner", {}, { resource_managers: true }, {}, ['otto']],
    ['both', {}, { users_manager: true, resource_managers: true }, {}, ['mia', 'otto']],
    [
      'one who is both, once',
      { destination_owners: ['mia'] },
      { users_manager: true, resource_managers: true },
      {},
      ['mia'],
    ],
    [
      'T17 every manager of a row that several lines name',
      { source_managers: ['mia', 'max'] },
      { users_manager: true, ...fallback },
      {},
      ['mia', 'max'],
    ],
    [
      'T17 the fallback beside the managers that were found',
      { source_managers: ['mia', 'nobody1'] },
      { users_manager: true, ...fallback },
      {},
      ['mia', 'fay'],
    ],
    ['those for every row', {}, { reviewers: [user('rita'), user('rob')] }, {}, ['rita', 'rob']],
    ['those that the import names', { reviewers: ['rita', 'nobody'] }, {}, {}, ['rita']],
    [
      'all of them together',
      { reviewers: ['rob'] },
      { users_manager: true, reviewers: [user('rita')] },
      {},
      ['rita', 'mia', 'rob'],
    ],
    [
      'the fallback where the manager is missing',
      { source_managers: [] },
      { users_manager: true, ...fallback },
      {},
      ['fay'],
    ],
    [
      'the fallback where the manager is unknown',
      { source_managers: ['nobody1'] },
      { users_manager: true, ...fallback },
      {},
      ['fay'],
    ],
    [
      'the fallback beside the one that was found',
      { source_managers: [] },
      { users_manager: true, resource_managers: true, ...fallback },
      {},
      ['otto', 'fay'],
    ],
    ['not the fallback where all were found', {}, { users_manager: true, ...fallback }, {}, ['mia']],
    [
      'the creator where there is no fallback',
      { source_managers: [] },
      { users_manager: true },
      {},
      ['creator'],
    ],
    [
      "a denied manager's manager",
      {},
      { users_manager: true, ...fallback },
      { denied: ['mia'], managers: { mia: 'max' } },
      ['max'],
    ],
    [
      'the fallback when both are denied',
      {},
      { users_manager: true, ...fallback },
      { denied: ['mia', 'max'], managers: { mia: 'max' } },
      ['fay'],
    ],
    [
      'the creator when all of these are denied',
      {},
      { users_manager: true },
      { denied: ['mia', 'max'], managers: { mia: 'max' } },
      ['creator'],
    ],
    [
      'nobody when the creator is denied too',
      {},
      { users_manager: true },
      { denied: ['mia', 'creator'] },
      [],
    ],
    [
      'no denied reviewer',
      { reviewers: ['rob'] },
      { reviewers: [user('rita')] },
      { denied: ['rita'] },
      ['rob'],
    ],
    [
      'the creator in place of a denied one alone',
      { reviewers: ['rob'] },
      {},
      { denied: ['rob'] },
      ['creator'],
    ],
    [
      'delegates beside their originals',
      {},
      { users_manager: true },
      { delegates: { mia: 'dee' } },
      ['mia', 'dee'],
    ],
    [
      'no denied delegate',
      {},
      { users_manager: true },
      { delegates: { mia: 'dee' }, denied: ['dee'] },
      ['mia'],
    ],
    [
      'T19 the manager of a manager without a role',
      {},
      { users_manager: true, ...fallback },
      { idle: ['mia'], managers: { mia: 'max' } },
      ['max'],
    ],
    [
      'T19 no named reviewer without a role; the fallback where nobody is left',
      { reviewers: ['rob'] },
      { reviewers: [user('rita')], ...fallback },
      { idle: ['rita', 'rob'] },
      ['fay'],
    ],
    ['T19 the fallback where nobody is asked for besides', {}, fallback, {}, ['fay']],
    [
      'T19 the creator where the fallback may not decide',
      { source_managers: [] },
      { users_manager: true, ...fallback },
      { idle: ['fay'] },
      ['creator'],
    ],
    ['T19 nobody when the creator has no role', { reviewers: ['nobody'] }, {}, { idle: ['creator'] }, []],
    [
      'T19 nobody whose own access it is: their manager instead',
      { own: [personKey(user('mia'))] },
      { users_manager: true },
      { managers: { mia: 'max' } },
      ['max'],
    ],
    [
      'T19 no delegate whose own access it is',
      { own: [personKey(user('dee'))] },
      { users_manager: true },
      { delegates: { mia: 'dee' } },
      ['mia'],
    ],
    [
      'T19 named, managers and those of the file together, each once',
      { reviewers: ['mia', 'rob'] },
      { users_manager: true, resource_managers: true, reviewers: [user('otto')] },
      {},
      ['otto', 'mia', 'rob'],
    ],
  ])('%s', (...[, given, assignment, known, expected]) => {
    expect(ids(reviewersOf(row(given), wanted(assignment), directory(known)).people)).toEqual(expected)
  })

  test('T19 says of everybody who was asked for and does not review why', () => {
    const given = row({
      source_managers: [],
      reviewers: ['nobody', 'rob', 'own'],
      own: [personKey(user('own'))],
    })
    const asked = wanted({ users_manager: true, reviewers: [user('rita')] })
    const known = directory({ denied: ['rita'], idle: ['rob', 'creator'] })
    expect(reviewersOf(given, asked, known)).toMatchObject({
      people: [],
      passedOver: [
        { person: '', why: 'NO_MANAGER' },
        { person: 'rita@example.com', why: 'DENIED' },
        { person: 'nobody', why: 'UNKNOWN' },
        { person: 'rob', why: 'NO_ROLE' },
        { person: 'own', why: 'OWN_ACCESS' },
        { person: 'creator@example.com', why: 'NO_ROLE' },
      ],
    })
  })
})
