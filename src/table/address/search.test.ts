import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import { parse } from '#scim/parse.ts'
import type { Clause, Clauses } from '../clauses/clause.ts'
import { type FilterSpec, filterSpecs } from '../clauses/filter-spec.ts'
import { readSearch } from './read-search.ts'
import { filterText, fromText, type TableDefinition } from './search.ts'
import { writeSearch } from './write-search.ts'

const def: TableDefinition = {
  specs: filterSpecs(actionEventFields, {}),
  fields: actionEventFields,
  orders: actionEventOrders,
  defaultOrder: { field: 'started_at', direction: 'desc' },
}
const read = (query: string) => readSearch(query, def)
const write = (next: { clauses?: Clauses; query?: string; order?: Order }, old = '') =>
  writeSearch(old, def, next)
const textOf = (clauses: Clauses) => filterText({ clauses }, def)

const awkward = [
  ':',
  'co:',
  '"',
  '\\',
  '\\"',
  "'",
  '+',
  '%',
  '%2F',
  '&a=b',
  '#',
  ' spaced ',
  '😀',
  'İ Σ ß',
  '\t',
  '") or (',
  '+00:00',
]
const anyText = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed() && !text.includes('\0')),
)
const instant = fc
  .tuple(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
    fc.stringMatching(/^(\.\d{1,9})?$/),
  )
  .map(([date, fraction]) => `${date.toISOString().slice(0, 19)}${fraction}Z`)

const kindOf = <K extends Clause['kind']>(kind: K) => fc.constant(kind)
const timeClause = fc.record(
  {
    kind: kindOf('time'),
    from: fc.record({ op: fc.constantFrom('gt', 'ge'), at: instant }),
    to: fc.record({ op: fc.constantFrom('lt', 'le'), at: instant }),
  },
  { requiredKeys: ['kind'] },
)

function clauseOf({ kind, ops, choices = [] }: FilterSpec): fc.Arbitrary<Clause> {
  const name = fc.oneof(
    fc.constantFrom(...choices.map((choice) => choice.name), 'X'),
    anyText.map((text) => `X-${text}`),
  )
  const arbitraries: { [K in Clause['kind']]: fc.Arbitrary<Clause> } = {
    choice: fc.record({
      kind: kindOf('choice'),
      values: fc.uniqueArray(name, { minLength: 1, selector: (one) => one.toLowerCase() }),
    }),
    text: fc.record({ kind: kindOf('text'), op: fc.constantFrom(...ops), value: anyText }),
    texts: fc.record({
      kind: kindOf('texts'),
      values: fc.uniqueArray(anyText, { minLength: 2 }),
    }),
    'yes-no': fc.record({ kind: kindOf('yes-no'), value: fc.boolean() }),
    number: fc.record({ kind: kindOf('number'), value: fc.integer() }),
    time: timeClause.filter(({ from, to }) => Boolean(from ?? to)),
  }
  return kind === 'text' ? fc.oneof(arbitraries.text, arbitraries.texts) : arbitraries[kind]
}
const anyClauses: fc.Arbitrary<Clauses> = fc.record(
  Object.fromEntries(def.specs.map((spec) => [spec.field, clauseOf(spec)])),
  { requiredKeys: [] },
)
const anyOrder: fc.Arbitrary<Order> = fc.record({
  field: fc.constantFrom(...def.orders),
  direction: fc.constantFrom('asc', 'desc'),
})

describe('the URL of a table', () => {
  test('gives back what was written, through its text', () => {
    fc.assert(
      fc.property(anyClauses, anyOrder, (clauses, order) => {
        const search = read(write({ clauses, order }))
        expect(search).toEqual({ clauses, order, text: textOf(clauses), unreadable: [] })
      }),
    )
  })

  test('is the same after being read and written again', () => {
    fc.assert(
      fc.property(anyClauses, anyOrder, (clauses, order) => {
        const first = write({ clauses, order })
        const { clauses: again, order: orderAgain } = read(first)
        expect(write({ clauses: again, order: orderAgain }, first)).toBe(first)
      }),
    )
  })

  test('keeps the parameters of others and the parts that are not given', () => {
    const old = 'columns=a&columns=b&state=RUNNING&order_by=state+asc&tz=UTC'
    expect(write({ clauses: { any_changes: { kind: 'yes-no', value: true } } }, old)).toBe(
      'columns=a&columns=b&tz=UTC&any_changes=true&order_by=state+asc',
    )
    expect(write({ order: { field: 'policy_id', direction: 'asc' } }, old)).toContain('state=RUNNING')
    expect(write({ order: def.defaultOrder }, old)).not.toContain('order_by')
    expect(write({ query: '' }, old)).toBe('columns=a&columns=b&tz=UTC&order_by=state+asc')
  })

  test('names a filter by the fields of the API', () => {
    const clauses: Clauses = {
      state: { kind: 'choice', values: ['ERRORED', 'RUNNING'] },
      policy_task: { kind: 'text', op: 'eq', value: 'abc' },
      identity_name: { kind: 'text', op: 'co', value: 'smith' },
      started_at: {
        kind: 'time',
        from: { op: 'ge', at: '2026-01-01T00:00:00Z' },
        to: { op: 'lt', at: '2026-01-02T00:00:00Z' },
      },
      any_changes: { kind: 'yes-no', value: true },
      jobs_started: { kind: 'number', value: 2 },
    }
    expect(decodeURIComponent(write({ clauses, order: { field: 'started_at', direction: 'asc' } }))).toBe(
      'state=ERRORED&state=RUNNING&policy_task=eq:abc&identity_name=co:smith' +
        '&started_at=ge:2026-01-01T00:00:00Z&started_at=lt:2026-01-02T00:00:00Z' +
        '&any_changes=true&jobs_started=2&order_by=started_at+asc',
    )
  })

  test('spells names and times as the table does', () => {
    expect(read('state=errored&state=ERRORED&started_at=gt:2026-01-01T01:00:00.50%2B01:00').clauses).toEqual({
      state: { kind: 'choice', values: ['ERRORED'] },
      started_at: { kind: 'time', from: { op: 'gt', at: '2026-01-01T00:00:00.50Z' } },
    })
  })
})

describe('a filter has one home', () => {
  test('text that columns can say becomes columns, in a link and in writing', () => {
    const clauses = { state: { kind: 'choice', values: ['ERRORED'] } }
    expect(read('filter=STATE+EQ+"errored"')).toMatchObject({ clauses, unreadable: [] })
    expect(write({ query: 'state eq "ERRORED"' }, 'any_changes=true')).toBe('state=ERRORED')
  })

  test('text that they cannot say stays whole, and columns replace it', () => {
    const query = 'state eq "ERRORED" or any_changes eq true'
    const search = write({ query: ` ${query} ` }, 'state=RUNNING')
    expect([...new URLSearchParams(search)]).toEqual([['filter', query]])
    expect(read(search)).toMatchObject({ query, text: query, unreadable: [] })
    expect(write({ clauses: {} }, search)).toBe('')
  })
})

describe('text that becomes columns', () => {
  test('is the text of those columns', () => {
    fc.assert(
      fc.property(anyClauses, (clauses) => {
        const text = textOf(clauses)
        expect(fromText(text ?? '', def)).toEqual({ clauses })
        if (text !== undefined) parse(text)
      }),
    )
  })

  test.each([
    'not (state eq "ERRORED")',
    'state eq "ERRORED" or any_changes eq true',
    'state eq "ERRORED" and state eq "RUNNING"',
    '(state eq "ERRORED" or state eq "RUNNING") and state eq "RUNNING"',
    'identity_name co "a" and identity_name co "b"',
    'identity_name co "a" or identity_name co "b"',
    'identity_name eq ""',
    'started_at gt "2026-01-01T00:00:00Z" and started_at ge "2026-01-02T00:00:00Z"',
    'started_at gt "2026-01-01T00:00:00Z" or started_at lt "2026-01-02T00:00:00Z"',
    'any_changes eq true and any_changes eq false',
    'jobs_started eq 1 or jobs_started eq 2',
  ])('is not %s', (text) => {
    expect(fromText(text, def)).toEqual({ query: text })
  })

  test('may have needless parentheses, and names in any case or as numbers', () => {
    const text = '((State eq 3) and (any_changes eq "True")) and (state eq "NEW" or (state eq "x"))'
    expect(fromText(text, def)).toEqual({ query: text })
    expect(fromText('((State eq 3 or (state eq "running"))) and (any_changes eq "True")', def)).toEqual({
      clauses: {
        state: { kind: 'choice', values: ['ERRORED', 'RUNNING'] },
        any_changes: { kind: 'yes-no', value: true },
      },
    })
  })
})

describe('the text of a filter', () => {
  const two: Clause = { kind: 'choice', values: ['A', 'B'] }

  test('has several choices in parentheses, alone too', () => {
    expect(textOf({ state: two })).toBe('(state eq "A" or state eq "B")')
    expect(textOf({ state: { kind: 'choice', values: ['A'] } })).toBe('state eq "A"')
    expect(textOf({ state: two, action_type: two })).toBe(
      '(state eq "A" or state eq "B") and (action_type eq "A" or action_type eq "B")',
    )
  })

  test('is in the order of the field table, whatever the order of the clauses', () => {
    expect(
      textOf({
        jobs_started: { kind: 'number', value: 0 },
        started_at: {
          kind: 'time',
          to: { op: 'le', at: '2026-01-02T00:00:00Z' },
          from: { op: 'gt', at: '2026-01-01T00:00:00Z' },
        },
        identity_name: { kind: 'text', op: 'ew', value: 'a"b\\c' },
        state: two,
      }),
    ).toBe(
      '(state eq "A" or state eq "B") and identity_name ew "a\\"b\\\\c"' +
        ' and started_at gt "2026-01-01T00:00:00Z" and started_at le "2026-01-02T00:00:00Z" and jobs_started eq 0',
    )
  })

  test('is absent without clauses, and without anything in them', () => {
    expect(textOf({})).toBeUndefined()
    expect(textOf({ state: { kind: 'choice', values: [] }, started_at: { kind: 'time' } })).toBeUndefined()
  })
})

describe('a filter that is wrong', () => {
  test.each([
    ['state eqq "ERRORED"', 'expectedOperator', 'eqq'],
    ['state eq "ERRORED', 'unclosedString', '"ERRORED'],
    ['colour eq "red"', 'unknownField', 'colour'],
    ['state co "ERR"', 'operatorNotAllowed', 'co'],
    ['state eq 99', 'unknownValue', '99'],
    ['started_at ge "2026-01-01"', 'notADate', '"2026-01-01"'],
    ['any_changes eq "maybe"', 'wrongType', '"maybe"'],
  ])('is a problem and never "no filter": %s', (text, code, place) => {
    const search = read(new URLSearchParams({ filter: text }).toString())
    expect(search.text).toBe(text)
    const { problem } = search
    expect(problem).toMatchObject({ code })
    expect(text.slice(problem?.start, problem?.end)).toBe(place)
    expect(fromText(text, def)).toEqual({ error: problem })
  })

  test('leaves a name that it does not know to the server', () => {
    expect(read('state=FROZEN')).toMatchObject({ text: 'state eq "FROZEN"', unreadable: [] })
    expect(read('filter=not+(state+eq+"FROZEN")')).toMatchObject({ unreadable: [] })
  })

  test('may be one only together: too many conditions in columns', () => {
    const names = (field: string) => Array.from({ length: 150 }, (_, at) => `${field}=N${at}`)
    expect(read(names('state').join('&'))).toMatchObject({ unreadable: [] })
    const search = read([...names('state'), ...names('action_type')].join('&'))
    expect(search.problem).toMatchObject({ code: 'tooManyClauses' })
    expect(search.unreadable.map(({ params }) => params.length)).toEqual([300])
  })
})
