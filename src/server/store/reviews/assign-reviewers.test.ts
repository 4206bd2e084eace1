import { describe, expect, test } from 'vitest'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { type Assignment, type Candidates, type Directory, reviewersOf } from './assign-reviewers.ts'

const user = (id: string): WorkflowUser => ({
  user_type: 'OktaUser',
  id,
  email: `${id}@example.com`,
  name: id,
})
const ids = (users: readonly WorkflowUser[]) => users.map(({ id }) => id)

type Known = {
  readonly denied?: readonly string[]
  readonly managers?: Readonly<Record<string, string>>
  readonly delegates?: Readonly<Record<string, string>>
}

function directory({ denied = [], managers = {}, delegates = {} }: Known): Directory {
  const optional = (id: string | undefined) => (id === undefined ? undefined : user(id))
  return {
    find: (reference) =>
      /^\w+$/.test(reference) && !reference.startsWith('nobody') ? user(reference) : undefined,
    managerOf: ({ id }: UserKey) => optional(managers[id]),
    isDenied: ({ id }: UserKey) => denied.includes(id),
    delegatesOf: ({ id }: UserKey) => [optional(delegates[id])].filter((found) => found !== undefined),
  }
}

const row = (given: Partial<Candidates> = {}): Candidates => ({
  source_managers: ['mia'],
  destination_owners: ['otto'],
  reviewers: [],
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
  test.each<[string, Partial<Candidates>, Partial<Assignment>, Known, string[]]>([
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
  ])('%s', (...[, given, assignment, known, expected]) => {
    expect(ids(reviewersOf(row(given), wanted(assignment), directory(known)))).toEqual(expected)
  })
})
