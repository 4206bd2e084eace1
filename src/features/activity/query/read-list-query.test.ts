import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { countAnew } from './live-moments.ts'
import { plainListQuery } from './list-query.ts'
import { changeListQuery, pinned, readListQuery, withInstants } from './read-list-query.ts'

describe('T12 the address of the activity', () => {
  test.each(['any_changes=maybe', 'workflow_name=sw:Join', 'foo=bar', '?state=ERRORED&order_by=x', 'q=%FF'])(
    'asks for no list while it cannot be read: %s',
    (address) => {
      const { list, search } = readListQuery(address)
      expect(list).toBeUndefined()
      expect(search.unreadable).toHaveLength(1)
    },
  )

  test('is the plain one where it holds nothing but tracking and empty texts', () => {
    for (const address of ['', '?', 'utm_source=x&gclid=y', 'filter=&order_by=&mc_eid=1'])
      expect(readListQuery(address)).toEqual(plainListQuery)
  })

  test('asks for names that are not documented: the server knows whether events have them', () => {
    expect(readListQuery('state=FROZEN').list).toEqual({
      filter: 'state eq "FROZEN"',
      order_by: 'started_at desc',
    })
  })
})

describe('G01 live ranges', () => {
  const now = Date.parse('2026-11-28T14:02:07.500Z')
  const read = (address: string) => readListQuery(address, () => now)
  const from = '2026-11-21T14:02:07Z'

  test.each([
    ['last-1h', '2026-11-28T13:02:07Z'],
    ['last-24h', '2026-11-27T14:02:07Z'],
    ['last-7d', from],
    ['last-30d', '2026-10-29T14:02:07Z'],
  ])('%s begins at an instant, and the documented filter says it', (range, at) => {
    const { list, live, own, search } = read(`range=${range}`)
    expect(list).toEqual({ filter: `started_at ge "${at}"`, order_by: 'started_at desc' })
    expect(live).toEqual({ range, from: at, until: now })
    expect(own.range).toBe(range)
    expect(search.clauses).toEqual({ started_at: { kind: 'time', live: range, from: { op: 'ge', at } } })
  })

  test('a range is joined to columns, and to a text that columns cannot say', () => {
    expect(read('state=ERRORED&range=last-7d').list?.filter).toBe(
      `state eq "ERRORED" and started_at ge "${from}"`,
    )
    const text = 'state eq "ERRORED" or jobs_started eq 3'
    const { list, search } = read(new URLSearchParams({ filter: text, range: 'last-7d' }).toString())
    expect(list?.filter).toBe(`(${text}) and started_at ge "${from}"`)
    expect(search.query).toBe(text)
  })

  test.each([
    'range=last-7d&started_at=ge:2026-01-01T00:00:00Z',
    'started_at=nonsense&range=last-7d',
    `range=last-7d&filter=${encodeURIComponent('started_at ge "2026-01-01T00:00:00Z"')}`,
    `range=last-7d&filter=${encodeURIComponent('not (Started_At lt "2026-01-01T00:00:00Z") or jobs_started eq 1')}`,
  ])('a range beside times cannot be read, and is named: %s', (address) => {
    const { list, live, search } = read(address)
    expect(list).toBeUndefined()
    expect(live).toBeUndefined()
    const part = search.unreadable.find(({ params }) => params.some(({ raw }) => raw === 'range=last-7d'))
    expect(part?.params).toHaveLength(1)
    expect(part?.reason).toMatch(/cannot stand beside started_at/)
  })

  test.each([
    ['range=last-8d', /There is no such range\. There are last-1h, last-24h, last-7d, last-30d/],
    ['range=last-7d&range=last-1h', /range can stand once/],
    ['range=LAST-7D', /no such range/],
    ['range=constructor', /no such range/],
  ])('%s cannot be read', (address, reason) => {
    expect(read(address).list).toBeUndefined()
    expect(read(address).search.unreadable.map((part) => part.reason)).toEqual([
      expect.stringMatching(reason),
    ])
  })

  test('a filter that is too long with its range is named, not sent', () => {
    const text = `action_name co "${'x'.repeat(8_150)}" or jobs_started eq 1`
    const address = new URLSearchParams({ filter: text }).toString()
    expect(read(address).list).toBeDefined()
    expect(read(`${address}&range=last-7d`).search.unreadable).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^Together these are too much/) }),
    ])
  })

  test('a range goes with its clause, gives way to times, and stays beside other changes', () => {
    const address = 'range=last-7d&state=ERRORED'
    const { clauses } = read(address).search
    expect(changeListQuery(address, { order: { field: 'state', direction: 'asc' } })).toBe(
      'range=last-7d&state=ERRORED&order_by=state+asc',
    )
    const others = { ...clauses, jobs_started: { kind: 'number', value: 3 } } as const
    expect(read(changeListQuery(address, { clauses: others })).list?.filter).toBe(
      `state eq "ERRORED" and started_at ge "${from}" and jobs_started eq 3`,
    )
    const { started_at: _, ...without } = clauses
    expect(changeListQuery(address, { clauses: without })).toBe('state=ERRORED')
    const at = { op: 'ge', at: '2026-01-01T00:00:00Z' } as const
    expect(changeListQuery(address, { clauses: { started_at: { kind: 'time', from: at } } })).toBe(
      'started_at=ge%3A2026-01-01T00%3A00%3A00Z',
    )
    expect(changeListQuery(address, { clauses: {} })).toBe('')
    expect(changeListQuery(address, { query: 'jobs_started eq 3' })).toBe('jobs_started=3')
  })

  test('a range that is set takes the place of times, and of another range', () => {
    const times = 'started_at=ge%3A2026-01-01T00%3A00%3A00Z&state=ERRORED'
    expect(changeListQuery(times, { own: { range: 'last-1h' } })).toBe('state=ERRORED&range=last-1h')
    const live = { ...read(times).search.clauses, started_at: { kind: 'time', live: 'last-1h' } } as const
    expect(changeListQuery(times, { clauses: live })).toBe('range=last-1h&state=ERRORED')
    expect(changeListQuery('range=last-7d', { clauses: live })).toBe('range=last-1h&state=ERRORED')
  })

  test('what cannot be read stays as it is written while something else changes', () => {
    expect(
      changeListQuery('range=last-8d&q=%FF', { clauses: { jobs_started: { kind: 'number', value: 3 } } }),
    ).toBe('range=last-8d&jobs_started=3&q=%FF')
    expect(changeListQuery('q=%FF', { own: { cause: 'a b' } })).toBe('cause=a+b&q=%FF')
  })

  test('pinned, a link holds both instants in place of the range', () => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    onTestFinished(() => void vi.useRealTimers())
    countAnew()
    const both = 'started_at=ge%3A2026-11-21T14%3A02%3A07Z&started_at=le%3A2026-11-28T14%3A02%3A07Z'
    expect(pinned('?state=ERRORED&range=last-7d&cause=c1&order_by=state+asc')).toBe(
      `cause=c1&state=ERRORED&${both}&order_by=state+asc`,
    )
    expect(pinned('state=ERRORED')).toBe('state=ERRORED')
    const text = 'state eq "ERRORED" or jobs_started eq 3'
    const link = pinned(new URLSearchParams({ filter: text, range: 'last-7d' }).toString())
    expect(read(link).list?.filter).toBe(
      `(${text}) and started_at ge "${from}" and started_at le "2026-11-28T14:02:07Z"`,
    )
  })

  test.each([
    ['state=ERRORED&range=last-7d', `state eq "ERRORED" and started_at ge "${from}"`],
    [
      'filter=jobs_started+eq+1+or+jobs_started+eq+3&range=last-7d',
      `(jobs_started eq 1 or jobs_started eq 3) and started_at ge "${from}"`,
    ],
  ])('%s as an export holds it ends where the range ended', (address, begun) => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    onTestFinished(() => void vi.useRealTimers())
    countAnew()
    expect(readListQuery(address).list?.filter).toBe(begun)
    expect(withInstants(readListQuery(address)).text).toContain('started_at le "2026-11-28T14:02:07Z"')
    expect(withInstants(readListQuery(address)).text).toContain(begun)
    expect(withInstants(readListQuery('state=ERRORED')).text).toBe('state eq "ERRORED"')
  })

  test('the moment of a range stays until it is counted anew', () => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    onTestFinished(() => void vi.useRealTimers())
    countAnew()
    const first = readListQuery('range=last-7d').list
    vi.setSystemTime(now + 3_600_000)
    expect(readListQuery('range=last-7d').list).toEqual(first)
    expect(readListQuery('range=last-1h').list?.filter).toBe('started_at ge "2026-11-28T14:02:07Z"')
    countAnew('last-7d')
    expect(readListQuery('range=last-7d').list?.filter).toBe('started_at ge "2026-11-21T15:02:07Z"')
  })
})
