import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { InfiniteData } from '@tanstack/react-query'
import { InfiniteQueryObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { createClient } from '#client/client.ts'
import { actionEventQuery } from './action-event.ts'
import type { ActionEventPage } from './action-events.ts'
import { actionEventsQuery } from './action-events.ts'
import { createQueryClient } from '../query-client.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A client for a server that answers each request with what `answer` makes of its parameters. */
async function clientOf(answer: (query: URLSearchParams) => object) {
  const server = createServer((request, response) => {
    response.end(JSON.stringify(answer(new URL(request.url ?? '', 'http://localhost').searchParams)))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => server.close())
  return createClient({ fetch, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

const list = { filter: 'state eq "ERRORED"', order_by: 'started_at desc' }
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    policy_task: 't',
    action_name: `${n}`,
    action_type: 'PAUSE',
    state: 'RUNNING',
  }))

async function observe(answer: (query: URLSearchParams) => object) {
  const cache = createQueryClient()
  const observer = new InfiniteQueryObserver(cache, actionEventsQuery(await clientOf(answer), list))
  closers.push(
    observer.subscribe(() => undefined),
    () => cache.clear(),
  )
  await observer.refetch()
  return observer
}
const sizes = (data: InfiniteData<ActionEventPage> | undefined) =>
  data?.pages.map((page) => page.values.length)

test('has_more alone decides: an empty page has another behind it, and a token is no promise', async () => {
  const asked: (string | null)[] = []
  const observer = await observe((query) => {
    asked.push(query.get('page_token'))
    const page = query.get('page_token') ?? '0'
    if (page === '0') return { values: rows(2), has_more: true, next_page_token: '1' }
    if (page === '1') return { values: [], has_more: true, next_page_token: '2' }
    return { values: rows(1), has_more: false, next_page_token: '3' }
  })
  while (observer.getCurrentResult().hasNextPage) await observer.fetchNextPage()
  expect(sizes(observer.getCurrentResult().data)).toEqual([2, 0, 1])
  expect(asked).toEqual([null, '1', '2'])
})

test('at 20,000 rows no further page is asked for', async () => {
  const observer = await observe(() => ({ values: rows(10_000), has_more: true, next_page_token: 'more' }))
  await observer.fetchNextPage()
  expect(sizes(observer.getCurrentResult().data)).toEqual([10_000, 10_000])
  expect(observer.getCurrentResult().hasNextPage).toBe(false)
})

test.each([
  ['RUNNING', 15_000],
  ['NEXT_YEARS_STATE', 15_000],
  ['COMPLETED', false],
  ['ABANDONED', false],
])('an open event that is %s is read again after %s', async (state, interval) => {
  const client = await clientOf(() => ({ value: { ...rows(1)[0], state } }))
  const cache = createQueryClient()
  const options = actionEventQuery(client, { workflow_task: 't', action_name: '0' })
  await cache.fetchQuery(options)
  const observer = new QueryObserver(cache, options)
  const { refetchInterval } = observer.options
  if (typeof refetchInterval !== 'function') throw new Error('the interval must follow the state')
  expect(refetchInterval(observer.getCurrentQuery())).toBe(interval)
  cache.clear()
})
