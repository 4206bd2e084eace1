import { describe, expect, test } from 'vitest'
import type { Clause } from './clause.ts'
import { applied } from './clause-draft.ts'
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
  test.each<[Clause, string, string]>([
    [{ kind: 'choice', values: ['ERRORED', 'NEW'] }, 'Failed, NEW', 'Failed, NEW'],
    [{ kind: 'text', op: 'sw', value: 'Ada' }, 'starts with "Ada"', 'starts with "Ada"'],
    [{ kind: 'yes-no', value: false }, 'no', 'no'],
    [{ kind: 'number', value: 2 }, '2', '2'],
    [{ kind: 'time', from }, 'after 2026-01-31 10:30:15', '2026-01-31 10:30 –'],
    [{ kind: 'time', to }, 'until 2026-02-01 01:00:00', '– 2026-02-01 01:00'],
    [
      { kind: 'time', from, to },
      'after 2026-01-31 10:30:15 until 2026-02-01 01:00:00',
      '2026-01-31 10:30 – 2026-02-01 01:00',
    ],
  ])('%j', (clause, words, short) => {
    expect(clauseWords(spec, clause, 'Europe/Berlin')).toBe(words)
    expect(clauseInShort(spec, clause, 'Europe/Berlin')).toBe(short)
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
