import { describe, expect, test } from 'vitest'
import type { Clause } from './clause.ts'
import { applied } from '../filters/clause-draft.ts'
import { clauseInShort, clauseWords } from './clause-words.ts'
import type { FilterSpec } from './filter-spec.ts'

const spec: FilterSpec = {
  field: 'state',
  label: 'State',
  kind: 'choice',
  ops: ['eq'],
  fold: false,
  choices: [{ name: 'ERRORED', label: 'Failed', meaning: '' }],
}
const from = { op: 'gt', at: '2026-01-31T09:30:15Z' } as const
const to = { op: 'le', at: '2026-02-01T00:00:00Z' } as const

describe('a clause in words', () => {
  test.each<[Clause, string, string?]>([
    [{ kind: 'choice', values: ['ERRORED', 'NEW'] }, 'is Failed, NEW'],
    [{ kind: 'text', op: 'sw', value: 'Ada' }, 'starts with "Ada"'],
    [{ kind: 'yes-no', value: false }, 'is no'],
    [{ kind: 'number', value: 2 }, 'is 2'],
    [{ kind: 'time', from }, 'after 2026-01-31 10:30:15', 'after 2026-01-31 10:30'],
    [{ kind: 'time', to }, 'until 2026-02-01 01:00:00', 'until 2026-02-01 01:00'],
    [
      { kind: 'time', from, to },
      'after 2026-01-31 10:30:15 until 2026-02-01 01:00:00',
      'after 2026-01-31 10:30 until 2026-02-01 01:00',
    ],
    [
      { kind: 'time', from: { op: 'ge', at: '2026-10-25T01:30:00Z' } },
      'from 2026-10-25 02:30:00 +01:00',
      'from 2026-10-25 02:30 +01:00',
    ],
  ])('T47 begins with its operator: %j', (clause, words, short = words) => {
    expect(clauseWords(spec, clause, 'Europe/Berlin')).toBe(words)
    const parts = clauseInShort(spec, clause, 'Europe/Berlin')
    expect(parts.map(({ operator, value }) => `${operator} ${value}`).join(' ')).toBe(short)
  })
})

describe('a draft', () => {
  test.each<Clause | undefined>([
    undefined,
    { kind: 'choice', values: [] },
    { kind: 'text', op: 'sw', value: '' },
    { kind: 'time' },
  ])('that says nothing comes to no clause: %j', (draft) => {
    expect(applied(draft)).toBeUndefined()
  })

  test.each<Clause>([
    { kind: 'choice', values: ['X'] },
    { kind: 'text', op: 'sw', value: ' ' },
    { kind: 'yes-no', value: false },
    { kind: 'number', value: 0 },
    { kind: 'time', to },
  ])('that says something is kept as it is: %j', (draft) => {
    expect(applied(draft)).toBe(draft)
  })
})
