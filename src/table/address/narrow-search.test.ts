import { expect, test } from 'vitest'
import { defineFields } from '#scim/fields.ts'
import { match } from '#scim/match.ts'
import { parse } from '#scim/parse.ts'
import { createRandom } from '#testing/random.ts'
import { filterSpecs } from '../clauses/filter-spec.ts'
import { narrowSearch, type ValueFilter } from './narrow-search.ts'
import { readSearch } from './read-search.ts'
import type { TableDefinition } from './search.ts'

const fields = defineFields({
  state: { type: 'enum', ops: ['eq'], values: ['RUNNING', 'ERRORED', 'COMPLETED'], open: true },
  name: { type: 'text', ops: ['eq', 'co'], fold: 'case' },
  task: { type: 'text', ops: ['eq'] },
  changed: { type: 'boolean', ops: ['eq'] },
  jobs: { type: 'integer', ops: ['eq'] },
} as const)
const def: TableDefinition = {
  fields,
  specs: filterSpecs(fields, {}),
  orders: ['name'],
  defaultOrder: { field: 'name', direction: 'asc' },
  foreign: ['range', 'cause', 'message'],
}
const only = (field: string, value: ValueFilter['value']) => ({ field, value, isExcluded: false })
const without = (field: string, value: ValueFilter['value']) => ({ field, value, isExcluded: true })
const params = (search: string) => [...new URLSearchParams(search)].map((param) => param.join('='))

test.each([
  ['', only('state', 'ERRORED'), ['state=ERRORED']],
  ['state=ERRORED', only('task', ''), ['filter=state eq "ERRORED" and task eq ""']],
  ['', without('task', ''), ['filter=not (task eq "")']],
  ['state=ERRORED&state=RUNNING', only('state', 'ERRORED'), ['state=ERRORED']],
  ['state=ERRORED&state=RUNNING', without('state', 'ERRORED'), ['state=RUNNING']],
  ['name=co:a', only('name', 'Ada'), ['name=eq:Ada']],
  ['name=co:a', without('name', 'Ada'), ['filter=name co "a" and not (name eq "Ada")']],
  ['', without('state', 'ERRORED'), ['filter=not (state eq "ERRORED")']],
  ['jobs=2', only('changed', true), ['changed=true', 'jobs=2']],
  ['', without('changed', true), ['changed=false']],
  ['filter=not (state eq "ERRORED")', only('jobs', 0), ['filter=not (state eq "ERRORED") and jobs eq 0']],
  ['filter=not (jobs eq 1)', without('jobs', 1), ['filter=not (jobs eq 1)']],
  [
    'filter=jobs eq 1 or jobs eq 2',
    without('task', 'a "b" \\'),
    ['filter=(jobs eq 1 or jobs eq 2) and not (task eq "a \\"b\\" \\\\")'],
  ],
] as const)('%s with %o', (search, narrowing, expected) => {
  const written = search.replace(/^filter=(.*)$/, (_, text: string) => `filter=${encodeURIComponent(text)}`)
  expect(params(narrowSearch(written, def, narrowing))).toEqual(expected)
})

test('what else the address holds stays', () => {
  const kept = 'range=last-7d&cause=c1&message=too+many&order_by=name+desc'
  for (const narrowing of [only('task', 'a/b'), without('task', 'a/b')]) {
    const next = new URLSearchParams(narrowSearch(`${kept}&state=ERRORED`, def, narrowing))
    for (const [name, value] of new URLSearchParams(kept)) expect(next.getAll(name)).toEqual([value])
  }
})

test('a filter that cannot be read stays as it is', () => {
  expect(narrowSearch('filter=state+eq', def, without('task', 'a'))).toBe('filter=state+eq')
})

/** The same with a value that the page does not know. */
const known = { ...fields, state: { ...fields.state, values: [...fields.state.values, 'NEW_ONE'] } }

test('whatever values are pressed, the rows are those that a reader expects', () => {
  const random = createRandom(15)
  const rows = Array.from({ length: 60 }, () => ({
    state: random.pick(['RUNNING', 'ERRORED', 'COMPLETED', 'NEW_ONE']),
    name: random.pick(['Ada', 'ada', 'Grace "Amazing"', 'İpek', '%']),
    task: random.pick(['a/b', '100%', 'x']),
    changed: random.chance(0.5),
    jobs: random.below(3),
  }))
  const fold = (text: string) => text.toLowerCase()
  for (let run = 0; run < 300; run++) {
    let search = ''
    let expected = rows
    for (let step = 0; step < 6; step++) {
      // People press what they see.
      const row = random.pick(expected)
      const field = random.pick(['state', 'name', 'task', 'changed', 'jobs'] as const)
      const isExcluded = random.chance(0.6)
      const value = row[field]
      const hasValue = (other: (typeof rows)[number]) =>
        field === 'name' ? fold(other.name) === fold(row.name) : other[field] === value
      const next = expected.filter((other) => hasValue(other) !== isExcluded)
      if (next.length === 0) break
      expected = next
      search = narrowSearch(search, def, { field, value, isExcluded })
      const read = readSearch(search, def)
      expect(read.unreadable).toEqual([])
      const filter = parse(read.text ?? '')
      expect(rows.filter((other) => match(filter, other, known))).toEqual(expected)
    }
  }
})
