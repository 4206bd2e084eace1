import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import { addressParams, withoutUnreadable } from './address-params.ts'
import type { Clauses } from '../clauses/clause.ts'
import { filterSpecs } from '../clauses/filter-spec.ts'
import { readSearch } from './read-search.ts'
import type { TableDefinition } from './search.ts'
import { writeSearch } from './write-search.ts'

const def: TableDefinition = {
  specs: filterSpecs(actionEventFields, {}),
  fields: actionEventFields,
  orders: actionEventOrders,
  defaultOrder: { field: 'started_at', direction: 'desc' },
  foreign: [],
}
const read = (search: string) => readSearch(search, def)

/** What of an address cannot be read, as the screen shows it, with the reasons. */
const unread = (search: string) =>
  read(search).unreadable.map(({ params, reason }) => [
    params.map(({ name, value }) => `${name}=${value}`).join('&'),
    reason,
  ])
const unreadText = (search: string) => unread(search).map(([text]) => text)
const rest = (search: string) => withoutUnreadable(search, read(search).unreadable)

describe('T12 an address that cannot be read', () => {
  test.each([
    ['state=', 'state has no such value. It is one of INITIAL, RUNNING, COMPLETED,'],
    [
      'workflow_name=sw:Join',
      'workflow_name cannot be compared with sw (starts with), only with eq (is) or co (contains).',
    ],
    ['policy_task=co:a', 'policy_task cannot be compared with co (contains), only with eq (is).'],
    ['identity_name=smith', 'identity_name needs a comparison and a colon before its text: eq (is), co (c'],
    ['identity_name=xx:smith', 'identity_name needs a comparison and a colon before its text: eq (is),'],
    ['identity_name=gt:smith', 'identity_name cannot be compared with gt (after), only with eq (is),'],
    ['identity_name=co:', 'identity_name has no value.'],
    ['any_changes=maybe', 'any_changes is true or false.'],
    ['any_changes=', 'any_changes is true or false.'],
    ['jobs_started=1.5', 'jobs_started is a whole number from -2147483648 to 2147483647.'],
    ['jobs_started=9999999999', 'jobs_started is a whole number from'],
    ['started_at=2026-01-01', 'started_at needs a comparison and a colon before its time: gt (after),'],
    ['started_at=eq:2026-01-01T00:00:00Z', 'started_at cannot be compared with eq (is), only with gt (af'],
    ['started_at=ge:yesterday', 'started_at is compared with a date and time with its offset from UTC'],
    ['started_at=ge:2026-02-30T00:00:00Z', 'started_at is compared with a date and time'],
    [
      'started_at=ge:2026-01-01T00:00:00Z&started_at=gt:2026-01-02T00:00:00Z',
      'started_at has two beginnings. It can have one beginning and one end.',
    ],
    ['identity_name=co:a&identity_name=co:b', 'identity_name can stand once in a link.'],
    ['any_changes=true&any_changes=true', 'any_changes can stand once in a link.'],
    ['order_by=duration', 'order_by takes one of started_at, completed_at, state,'],
    ['order_by=state sideways', 'order_by takes a field, then asc or desc.'],
    ['order_by=state&order_by=policy_id', 'order_by can stand once in a link.'],
    ['filter=state eqq "ERRORED"', 'One of eq, ne, co, sw, ew, gt, ge, lt, le or pr is expected here. The p'],
    ['filter=any_changes eq true&filter=state pr', 'filter can stand once in a link.'],
    ['filter= ', 'filter holds nothing but blanks.'],
    ['foo=bar', 'This list has no such filter. It has state, policy_task,'],
    ['=bar', 'This list has no such filter.'],
    ['State=ERRORED', 'This list has no such filter.'],
    ['constructor=1', 'This list has no such filter.'],
    ['utm=x', 'This list has no such filter.'],
    ['xutm_source=x', 'This list has no such filter.'],
    ['gclid2=x', 'This list has no such filter.'],
  ])('names it and says what would be right: %s', (text, reason) => {
    const search = text.replaceAll(' ', '+')
    expect(unread(search)).toEqual([[text, expect.stringContaining(reason)]])
    expect(rest(search)).toBe('')
    const beside = `policy_id=eq:p&utm_source=x&${search}`
    expect(unreadText(beside)).toEqual([text])
    expect(read(beside).clauses).toEqual({ policy_id: { kind: 'text', op: 'eq', value: 'p' } })
    expect(rest(beside)).toBe('policy_id=eq:p&utm_source=x')
  })

  test('has a value that cannot be stored', () => {
    const reason = expect.stringContaining('identity_name cannot be used. This text holds a character')
    expect(unread('identity_name=co:%00')).toEqual([['identity_name=co:\0', reason]])
    expect(rest('state=ERRORED&identity_name=co:%00')).toBe('state=ERRORED')
  })

  test('has a value that is too long', () => {
    const search = `identity_name=co:${'a'.repeat(9_000)}`
    expect(unread(search)).toEqual([[search, 'identity_name cannot be used. The filter is too long.']])
    expect(rest(`state=ERRORED&${search}`)).toBe('state=ERRORED')
  })

  test('has percent signs that stand for nothing', () => {
    for (const search of ['identity_name=co:%FF', 'identity_name=co:100%', '%E0%A4=x', 'policy_id=eq:%zz']) {
      expect(unread(search)).toEqual([[search, expect.stringMatching(/^This is not valid percent-encoding/)]])
      expect(read(search).clauses).toEqual({})
      expect(rest(`state=ERRORED&${search}`)).toBe('state=ERRORED')
    }
  })

  test('never has its values in the reasons', () => {
    for (const search of [
      'identity_name=SECRET',
      'any_changes=SECRET',
      'started_at=ge:SECRET',
      'order_by=SECRET',
      'SECRET=1',
      'policy_id=SECRET:x',
    ])
      expect(unread(search).map(([, reason]) => reason)).not.toContainEqual(expect.stringContaining('SECRET'))
  })

  test('never makes reading throw, and is readable once what cannot be read is out', () => {
    const names = fc.constantFrom('filter', 'order_by', 'x', ...def.specs.map(({ field }) => field))
    const value = fc.oneof(
      fc.webQueryParameters(),
      fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.stringMatching(/^(eq|co|ge|lt):[\w%]{0,9}$/),
    )
    const pair = fc.tuple(names, value).map(([name, text]) => `${name}=${text}`)
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        // Without a text, the columns beside it are read anew.
        const once = rest(pairs.join('&'))
        expect(unreadText(rest(once))).toEqual([])
      }),
    )
  })
})

describe('T12 what can be read beside it holds', () => {
  test('value by value, where a column takes several', () => {
    const search = 'state=ERRORED&state=&started_at=ge:yesterday&started_at=lt:2026-01-02T00:00:00Z'
    expect(unreadText(search)).toEqual(['state=', 'started_at=ge:yesterday'])
    expect(read(search).text).toBe('state eq "ERRORED" and started_at lt "2026-01-02T00:00:00Z"')
    expect(rest(search)).toBe('state=ERRORED&started_at=lt:2026-01-02T00:00:00Z')
  })

  test('a text, and not the columns beside it', () => {
    const search = 'filter=not+(state+eq+"RUNNING")&state=ERRORED&any_changes=true'
    expect(unread(search)).toEqual([
      ['state=ERRORED', 'state cannot stand beside filter, which holds the whole filter.'],
      ['any_changes=true', 'any_changes cannot stand beside filter, which holds the whole filter.'],
    ])
    expect(read(search)).toMatchObject({ clauses: {}, query: 'not (state eq "RUNNING")' })
    expect(rest(search)).toBe('filter=not+(state+eq+"RUNNING")')
  })

  test('the columns, where the text beside them is none', () => {
    const search = 'filter=state+is+new&any_changes=true'
    expect(unreadText(search)).toEqual(['filter=state is new'])
    expect(read(search)).toMatchObject({ query: 'state is new', problem: { start: 6 } })
    expect(rest(search)).toBe('any_changes=true')
  })

  test('an empty text and an empty order count as absent', () => {
    const search = 'filter=&order_by=&state=ERRORED'
    expect(read(search)).toMatchObject({
      text: 'state eq "ERRORED"',
      order: def.defaultOrder,
      unreadable: [],
    })
  })
})

describe('T12 what advertisers and mailings add to a link', () => {
  const tracking = 'utm_source=a%20b&utm_=%FF&gclid=1&fbclid=2&msclkid=3&mc_cid=4&mc_eid=5'

  test('is no part of what is asked for', () => {
    expect(read(tracking)).toEqual(read(''))
  })

  test('stays through every change, as it stands there', () => {
    const clauses: Clauses = { state: { kind: 'choice', values: ['ERRORED'] } }
    const set = writeSearch(`any_changes=true&${tracking}`, def, { clauses })
    expect(set).toBe(`state=ERRORED&${tracking}`)
    const sorted = writeSearch(set, def, { order: { field: 'state', direction: 'asc' } })
    expect(sorted).toBe(`state=ERRORED&order_by=state+asc&${tracking}`)
    expect(writeSearch(sorted, def, { query: '', order: def.defaultOrder })).toBe(tracking)
    expect(rest(`foo=bar&${tracking}`)).toBe(tracking)
  })
})

describe('T12 a change of what can be read', () => {
  const chosen = (name: string): Clauses => ({ state: { kind: 'choice', values: [name] } })
  const unreadable = 'any_changes=maybe&foo=bar&policy_id=eq:%FF'

  test('leaves what cannot be read in the address, so that it is never dropped unseen', () => {
    const search = writeSearch(`state=RUNNING&state=&${unreadable}`, def, {
      clauses: { ...chosen('RUNNING'), policy_task: { kind: 'text', op: 'eq', value: 't' } },
    })
    expect(new Set(unreadText(search))).toEqual(
      new Set(['any_changes=maybe', 'foo=bar', 'policy_id=eq:%FF', 'state=']),
    )
    expect(read(search).text).toBe('state eq "RUNNING" and policy_task eq "t"')
    expect(
      unreadText(writeSearch(search, def, { query: 'any_changes eq true or state eq "NEW"' })),
    ).toContain('foo=bar')
    expect(unreadText(writeSearch('order_by=x', def, { clauses: chosen('NEW') }))).toEqual(['order_by=x'])
  })

  test('replaces what cannot be read of the very column, text or order that it sets', () => {
    expect(writeSearch('state=&any_changes=maybe', def, { clauses: chosen('NEW') })).toBe(
      'state=NEW&any_changes=maybe',
    )
    const search = 'any_changes=maybe&order_by=x'
    const clauses: Clauses = { any_changes: { kind: 'yes-no', value: true } }
    const order = { field: 'state', direction: 'asc' } as const
    expect(writeSearch(search, def, { clauses, order })).toBe('any_changes=true&order_by=state+asc')
    expect(writeSearch('filter=state+is+new', def, { query: 'state eq "NEW"' })).toBe('state=NEW')
    expect(writeSearch('filter=state+is+new', def, { clauses: {} })).toBe('')
  })
})

test('the parameters of an address are what stands between its signs', () => {
  const texts = addressParams('?a=1&&b&=c&d=e=f&g+h=i%26').map(({ name, value }) => [name, value])
  expect(texts).toEqual([
    ['a', '1'],
    ['b', ''],
    ['', 'c'],
    ['d', 'e=f'],
    ['g h', 'i&'],
  ])
})
