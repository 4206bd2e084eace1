import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Filter } from './ast.ts'
import { match } from './match.ts'
import { normalise } from './normalise.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { filters, ops, treesOf } from './trees.test-helper.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

test.each([
  ['B eq 1 AND a eq 2', 'a eq 2 and b eq 1'],
  ['a pr and (b pr and a pr)', 'a pr and b pr'],
  ['a pr or a pr', 'a pr'],
  ['not (not (a pr))', 'a pr'],
  ['not (not (not (a pr)))', 'not (a pr)'],
  ['not (not (b pr and a pr) or not (a pr and b pr))', 'a pr and b pr'],
  ['c pr and (a pr and b pr or b pr and a pr)', 'a pr and b pr and c pr'],
  ['Emails[Value pr and Type pr]', 'emails[type pr and value pr]'],
  ['URN:A:Name.First eq "X"', 'urn:a:name.first eq "X"'],
])('%s becomes %s', (text, normal) => {
  expect(print(normalise(parse(text)))).toBe(normal)
})

test('normalising again changes nothing', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const once = normalise(filter)
      expect(normalise(once)).toStrictEqual(once)
    }),
    { numRuns: 2000 },
  )
})

test('the order and the case of what was written do not count', () => {
  const shuffled = (filter: Filter): Filter => {
    if (filter.kind === 'not') return { kind: 'not', filter: shuffled(filter.filter) }
    if (filter.kind !== 'and' && filter.kind !== 'or') {
      return { ...filter, path: { ...filter.path, name: filter.path.name.toUpperCase() } }
    }
    const [first, second, ...rest] = filter.filters
    return { kind: filter.kind, filters: [shuffled(second), shuffled(first), ...rest] }
  }
  fc.assert(
    fc.property(filters, (filter) => {
      expect(normalise(shuffled(filter))).toStrictEqual(normalise(filter))
    }),
    { numRuns: 2000 },
  )
})

const atoms = fc.constantFrom('', 'a', 'A', 'ab', 'b', 1, 2, true, false, null, '2026-01-01T00:00:00Z')
const path = fc.record(
  { name: fc.constantFrom('x', 'y', 'Z'), sub: fc.constant('value') },
  { requiredKeys: ['name'] },
)
const row = fc.dictionary(
  fc.constantFrom('x', 'Y', 'z'),
  fc.oneof(
    atoms,
    fc.array(atoms, { maxLength: 3 }),
    fc.record({ value: atoms }),
    fc.array(fc.record({ value: atoms })),
  ),
)
const clause = fc.oneof(
  fc.record({ kind: fc.constant('cmp' as const), path, op: fc.constantFrom(...ops), value: atoms }),
  fc.record({ kind: fc.constant('present' as const), path }),
  fc.record({
    kind: fc.constant('valuePath' as const),
    path,
    filter: parseArbitrary('VALUE eq "a"', 'value pr and Value gt 1', 'not (value eq "b")'),
  }),
)

function parseArbitrary(...texts: string[]) {
  return fc.constantFrom(...texts).map((text) => parse(text))
}

test('a normalised filter matches the same rows', () => {
  let matched = 0
  fc.assert(
    fc.property(treesOf(clause), fc.array(row, { minLength: 4, maxLength: 4 }), (filter, rows) => {
      const normal = normalise(filter)
      for (const one of rows) {
        const expected = match(filter, one)
        if (expected) matched++
        expect(match(normal, one)).toBe(expected)
      }
    }),
    { numRuns: 3000 },
  )
  expect(matched).toBeGreaterThan(1000)
  expect(matched).toBeLessThan(11_000)
})
