import { describe, expect, test } from 'vitest'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { plainListQuery } from './list-query.ts'
import { changeListQuery, readListQuery } from './read-list-query.ts'

const read = readListQuery
/** What of an address cannot be read, with the reasons. */
const unread = (search: string) =>
  read(search).unreadable.map(({ params, reason }) => [
    params.map(({ name, value }) => `${name}=${value}`).join('&'),
    reason,
  ])
const rest = (search: string) => withoutUnreadable(search, read(search).unreadable)

describe('what the address of a review asks for', () => {
  test('without parameters is everything, and the same without the codec', () => {
    expect(read('')).toEqual(plainListQuery)
  })

  test.each<[string, string | undefined, string | undefined]>([
    ['source.name=co:ada', 'source.name co "ada"', undefined],
    ['source.department=eq:Sales', 'source.department eq "Sales"', undefined],
    ['decision=RESULT_DECISION_NONE', undefined, 'decision eq "RESULT_DECISION_NONE"'],
    [
      'decision=RESULT_DECISION_ACCEPTED&decision=RESULT_DECISION_REJECTED&notes=co:x',
      undefined,
      '(decision eq "RESULT_DECISION_ACCEPTED" or decision eq "RESULT_DECISION_REJECTED") and notes co "x"',
    ],
    [
      'abstract_permissions=co:D&reviewers=co:ada&signed_off_state=SIGNED_OFF',
      'abstract_permissions co "D"',
      'signed_off_state eq "SIGNED_OFF" and reviewers co "ada"',
    ],
    [
      'filter=source.type eq "A" or destination.type eq "B"',
      'source.type eq "A" or destination.type eq "B"',
      undefined,
    ],
    ['mutable_filter=not (notes co "x")', undefined, 'not (notes co "x")'],
    ['filter=source.is_active eq true', 'source.is_active eq "true"', undefined],
  ])('%s', (search, filter, mutable_filter) => {
    const { list, unreadable } = read(search)
    expect(list).toEqual({ filter, mutable_filter, order_by: 'result_id asc' })
    expect(unreadable).toEqual([])
  })

  test('T36 a decision by its short name is the same list as by its long one', () => {
    expect(read('mutable_filter=decision eq "rejected"').list).toEqual(
      read('decision=RESULT_DECISION_REJECTED').list,
    )
  })

  test('names attributes by their exact names, beside others that differ in case only', () => {
    const text = 'Source.Cost eq "A" and source.cost eq "B" and Source.NAME co "x"'
    expect(read(`filter=${text}`).list?.filter).toBe(
      'source.name co "x" and source.Cost eq "A" and source.cost eq "B"',
    )
    const beside = read('source.Cost=eq:A&source.cost=eq:B')
    expect(beside.unreadable).toEqual([])
    expect(beside.list?.filter).toBe('source.Cost eq "A" and source.cost eq "B"')
    expect(beside.searches.filter.clauses).toEqual({
      'source.Cost': { kind: 'text', op: 'eq', value: 'A' },
      'source.cost': { kind: 'text', op: 'eq', value: 'B' },
    })
  })

  test('is ordered by a field of the contract or any attribute', () => {
    expect(read('order_by=source.department desc').list?.order_by).toBe('source.department desc')
  })
})

describe('T37 rows of other reviewers', () => {
  test('are included where the address says so, beside any filter, and a change of a filter leaves that', () => {
    expect(read('others=included&notes=co:x')).toMatchObject({ includeOthers: true, unreadable: [] })
    expect(read('notes=co:x').includeOthers).toBe(false)
    const next = changeListQuery('notes=co:x', { includeOthers: true })
    expect(next).toBe('notes=co%3Ax&others=included')
    expect(changeListQuery(next, { clauses: { mutable_filter: {} } })).toBe('others=included')
    expect(changeListQuery(next, { includeOthers: false })).toBe('notes=co%3Ax')
  })

  test.each(['others=yes', 'others=', 'others=included&others=included'])('%s asks for nothing', (search) => {
    expect(read(search)).toMatchObject({ includeOthers: false, list: undefined })
    expect(rest(search)).toBe('')
  })
})

describe('T12 an address of a review that cannot be read', () => {
  test.each([
    ['colour=red', 'This list has no such filter. It has source.type, source.id,'],
    ['source.=eq:x', 'This list has no such filter.'],
    ['source.name=ada', 'Who needs a comparison and a colon before its text: co (contains), eq (is),'],
    [
      'source.department=gt:x',
      'Who: department cannot be compared with gt (after), only with co (contains),',
    ],
    ['source.name=co:a&source.name=co:b', 'Who can stand once in a link.'],
    ['decision=MAYBE', 'Decision has no such value. It is one of RESULT_DECISION_NONE, RESULT_DECISION_ACC'],
    ['decision=', 'Decision has no such value.'],
    ['signed_off_state=PERHAPS', 'Sign-off has no such value. It is one of NOT_SIGNED_OFF, SIGNED_OFF.'],
    ['notes=x', 'Note needs a comparison and a colon before its text:'],
    ['filter=source.name is new', 'One of eq, ne, co, sw, ew, gt, ge, lt, le or pr is expected here.'],
    ['filter=notes co "x"', 'There is no such field to filter by.'],
    ['mutable_filter=decision is open', 'One of eq, ne, co, sw, ew, gt, ge, lt, le or pr is expected here.'],
    ['mutable_filter=decision eq "MAYBE"', 'decision is compared with one of the names'],
    ['mutable_filter=decision eq 2.00000000000000000000001', 'This number cannot be kept exactly. The place'],
    ['mutable_filter=notes pr&mutable_filter=notes pr', 'mutable_filter can stand once in a link.'],
    ['order_by=notes', 'order_by takes one of result_id, decision, signed_off_state, updated_at,'],
    ['order_by=decision&order_by=decision', 'order_by can stand once in a link.'],
  ])('names it and says what would be right: %s', (text, reason) => {
    const search = text.replaceAll(' ', '+')
    expect(unread(search)).toEqual([[text, expect.stringContaining(reason)]])
    expect(read(search).list).toBeUndefined()
    expect(rest(`utm_source=x&${search}`)).toBe('utm_source=x')
    expect(read(rest(search))).toEqual(plainListQuery)
  })

  test('names each part, and once what both texts read', () => {
    const search = 'colour=red&decision=&source.name=ada&order_by=notes&notes=co:x&reviewers=co:%FF'
    const parts = unread(search).map(([text]) => text)
    expect(new Set(parts)).toEqual(
      new Set(['colour=red', 'decision=', 'order_by=notes', 'reviewers=co:%FF', 'source.name=ada']),
    )
    expect(parts).toHaveLength(5)
    expect(read(search).searches.mutable_filter.text).toBe('notes co "x"')
    expect(rest(search)).toBe('notes=co:x')
  })

  test('stays as it is when what can be read is changed', () => {
    const clauses = { mutable_filter: { notes: { kind: 'text', op: 'co', value: 'y' } } } as const
    const search = changeListQuery('source.name=ada&notes=co:x&reviewers=co:%FF&mc_cid=1', { clauses })
    expect(search).toBe('source.name=ada&notes=co%3Ay&reviewers=co:%FF&mc_cid=1')
    expect(read(search).list).toBeUndefined()
  })

  test('has no empty text and no empty order: they count as absent', () => {
    expect(read('filter=&mutable_filter=&order_by=')).toEqual(plainListQuery)
  })
})

describe('a change of what is asked for', () => {
  const change = (search: string, next: Parameters<typeof changeListQuery>[1]) =>
    decodeURIComponent(changeListQuery(search, next).replaceAll('+', ' '))

  test('leaves the other text and the order as they are', () => {
    const clauses = {
      mutable_filter: { decision: { kind: 'choice', values: ['RESULT_DECISION_NONE'] } },
    } as const
    expect(change('source.name=co:ada&order_by=decision asc', { clauses })).toBe(
      'source.name=co:ada&decision=RESULT_DECISION_NONE&order_by=decision asc',
    )
  })

  test('writes a new attribute, and takes it away again', () => {
    const clauses = { filter: { 'source.department': { kind: 'text', op: 'eq', value: 'Sales' } } } as const
    expect(change('', { clauses })).toBe('source.department=eq:Sales')
    expect(change('source.department=eq:Sales', { clauses: { filter: {} } })).toBe('')
  })

  test('writes an attribute beside one that differs in case only', () => {
    const cost = { kind: 'text', op: 'eq', value: 'B' } as const
    const clauses = { filter: { 'source.Cost': { ...cost, value: 'A' }, 'source.cost': cost } }
    expect(change('source.cost=eq:B', { clauses })).toBe('source.cost=eq:B&source.Cost=eq:A')
    expect(change('', { query: { filter: 'Source.Cost eq "A" and source.cost eq "B"' } })).toBe(
      'source.Cost=eq:A&source.cost=eq:B',
    )
  })

  test('writes a query as columns where they can say it', () => {
    expect(change('', { query: { filter: 'source.team eq "A" and source.name co "b"' } })).toBe(
      'source.name=co:b&source.team=eq:A',
    )
    expect(change('', { query: { filter: 'source.team eq "A" or source.name co "b"' } })).toBe(
      'filter=source.team eq "A" or source.name co "b"',
    )
  })
})
