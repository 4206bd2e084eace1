import { describe, expect, test } from 'vitest'
import { plainListQuery } from './list-query.ts'
import { readListQuery } from './read-list-query.ts'

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
