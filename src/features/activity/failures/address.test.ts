import { describe, expect, test } from 'vitest'
import {
  boardAddress,
  causeAddress,
  causeEventsAddress,
  failuresSearch,
  readCausePath,
  readFailuresAddress,
} from './address.ts'

const reasons = (search: string, of: 'board' | 'cause') =>
  readFailuresAddress(search, of).unreadable.map(({ params, reason }) => [
    params.map(({ raw }) => raw),
    reason,
  ])

describe('what the address of failures asks for', () => {
  test('is the documented filter, and how causes are ordered or which identities are listed', () => {
    const board = readFailuresAddress('?workflow_name=eq:Mover&sort=newest', 'board')
    expect(board).toMatchObject({ filter: 'workflow_name eq "Mover"', sort: 'newest', unreadable: [] })
    const cause = readFailuresAddress('?workflow_name=eq:Mover&became=STILL_BROKEN', 'cause')
    expect(cause).toMatchObject({
      filter: 'workflow_name eq "Mover"',
      became: 'STILL_BROKEN',
      unreadable: [],
    })
    expect(readFailuresAddress('', 'board')).toMatchObject({ filter: undefined, sort: 'most-events' })
    expect(readFailuresAddress('?sort=&became=', 'cause')).toMatchObject({
      unreadable: [],
      became: undefined,
    })
  })

  test.each([
    ['?sort=oldest', 'board', /sort must be one of most-events, still-broken, newest/],
    ['?sort=newest&sort=newest', 'board', /sort can stand once/],
    ['?became=BROKEN', 'cause', /became must be one of STILL_BROKEN/],
    ['?became=FIXED', 'board', /belongs to the list of events, or to one cause/],
    ['?sort=newest', 'cause', /belongs to the list of events, or of causes/],
    ['?cause=1-a', 'board', /Causes cannot be listed by this/],
    ['?message=full', 'board', /Causes cannot be listed by this/],
    ['?order_by=state', 'cause', /One cause cannot be shown by this/],
    ['?colour=red', 'board', /no such filter/],
  ] as const)('%s of a %s cannot be read, and nothing is asked for in its place', (search, of, reason) => {
    const read = readFailuresAddress(search, of)
    expect(read.unreadable).toHaveLength(1)
    expect(read.unreadable[0]?.reason).toMatch(reason)
    expect(reasons(search, of)[0]?.[0]).toEqual(search.slice(1).split('&'))
  })
})

describe('the ways between the list of events, the board and a cause', () => {
  const search = '?state=ERRORED&range=last-7d&order_by=state&cause=1-a&became=FIXED&sort=newest'

  test('keep the filter and the range, and nothing that the next page does not have', () => {
    expect(boardAddress(search)).toBe('/activity/failures?state=ERRORED&range=last-7d')
    expect(causeAddress('1-b', search, 'STILL_BROKEN')).toBe(
      '/activity/failures/1-b?state=ERRORED&range=last-7d&became=STILL_BROKEN',
    )
    expect(causeEventsAddress('1-b', search)).toBe(
      '/activity/workflow-actions?state=ERRORED&range=last-7d&cause=1-b',
    )
    expect(failuresSearch('?order_by=state')).toBe('')
    expect(failuresSearch('', { sort: 'most-events' })).toBe('')
  })

  test.each(['1-Xk_-3', 'a/b', '100%', '?#', '🦄'])('a cause is read as it was written: %s', (cause_id) => {
    const { pathname } = new URL(causeAddress(cause_id, ''), 'http://x')
    expect(readCausePath(pathname)).toBe(cause_id)
  })

  test('the board names no cause, and what cannot be decoded is a cause that nobody has', () => {
    expect(readCausePath('/activity/failures')).toBeUndefined()
    expect(readCausePath('/activity/failures/')).toBeUndefined()
    expect(readCausePath('/activity/failures/%E0')).toBe('%E0')
  })
})
