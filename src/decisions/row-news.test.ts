import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Result } from '#contract/reviews/result.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { startRowNews } from './row-news.ts'
import { createRowStore } from './row-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** News of three rows of version 1; the server has what `server` holds. */
function aPage() {
  const store = createRowStore()
  store.put([0, 1, 2].map((result_id) => aResult({ result_id })))
  const server = new Map<number, Result>()
  const asked: (readonly number[])[] = []
  /** How long the next answers take, in milliseconds. */
  const answers: number[] = []
  const pending = new Set<number>()
  const news = startRowNews({
    store,
    pending: { isOnItsWay: (id) => pending.has(id) },
    isMine: ({ updated_by }) => updated_by?.id === 'me',
    most: 2,
    read: async (ids) => {
      asked.push(ids)
      const rows = ids.flatMap((id) => server.get(id) ?? [])
      const takes = answers.shift()
      if (takes !== undefined) await new Promise((resolve) => setTimeout(resolve, takes))
      return rows
    },
  })
  const change = (result_id: number, version: number, by: string) => {
    server.set(result_id, aResult({ result_id, version, updated_by: aPerson(by) }))
    news.onRowsChanged([{ result_id, version }])
  }
  return { store, server, asked, answers, pending, news, change }
}

test('changes that come together are read together, and those of others are marked', async () => {
  const { store, asked, change } = aPage()
  change(0, 2, 'bob')
  change(0, 3, 'bob')
  change(1, 2, 'me')
  await vi.advanceTimersByTimeAsync(100)
  expect(asked).toEqual([[0, 1]])
  expect([0, 1].map((id) => [store.get(id)?.version, store.changedBy(id)])).toEqual([
    [3, 'bob'],
    [2, undefined],
  ])
})

test('what is not here, or here already, is not asked for', async () => {
  const { asked, change } = aPage()
  change(9, 2, 'bob')
  change(0, 1, 'bob')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([])
})

test('a row whose own change is on its way is left to it, and looked at afterwards', async () => {
  const { store, asked, pending, change } = aPage()
  pending.add(0)
  change(0, 2, 'bob')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toEqual([])
  pending.delete(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(store.changedBy(0)).toBe('bob')
})

test('a row that the reader cannot see any more is gone', async () => {
  const { store, news } = aPage()
  news.onRowsChanged([{ result_id: 2, version: 2 }])
  await vi.advanceTimersByTimeAsync(100)
  expect(store.isGone(2)).toBe(true)
})

test('of more rows than one request takes only those that are shown are read, and another one when it is shown', async () => {
  const { store, server, asked, news } = aPage()
  for (const result_id of [0, 1, 2])
    server.set(result_id, aResult({ result_id, version: 2, updated_by: aPerson('bob') }))
  store.subscribe(1, () => undefined)
  news.onRowsChanged([0, 1, 2].map((result_id) => ({ result_id, version: 2 })))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([[1]])
  store.subscribe(2, () => undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([[1], [2]])
  expect([0, 1, 2].map((id) => store.changedBy(id))).toEqual([undefined, 'bob', 'bob'])
})

test('after a gap the rows that are here are read again likewise', async () => {
  const { store, server, asked, news } = aPage()
  for (const id of [0, 1, 2])
    server.set(id, aResult({ result_id: id, version: id + 1, updated_by: aPerson('bob') }))
  for (const id of [0, 1]) store.subscribe(id, () => undefined)
  news.catchUp()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toEqual([[0, 1]])
  store.subscribe(2, () => undefined)
  await vi.advanceTimersByTimeAsync(5_000)
  expect([0, 1, 2].map((id) => store.changedBy(id))).toEqual([undefined, 'bob', 'bob'])
})

test('rows that are gone are asked for, and marked where the server has them no more', async () => {
  const { store, server, asked, news } = aPage()
  server.set(1, aResult({ result_id: 1 }))
  news.onRowsGone([0, 1, 9])
  await vi.advanceTimersByTimeAsync(100)
  expect(asked).toEqual([[0, 1]])
  expect([0, 1, 2].map(store.isGone)).toEqual([true, false, false])
})

test('rows that the server has after all are here again, as they were', async () => {
  const { store, server, news } = aPage()
  news.onRowsGone([0])
  await vi.advanceTimersByTimeAsync(100)
  expect(store.isGone(0)).toBe(true)
  server.set(0, aResult({ result_id: 0 }))
  store.subscribe(0, () => undefined)
  news.catchUp()
  await vi.advanceTimersByTimeAsync(2_000)
  expect([store.isGone(0), store.get(0)?.version]).toEqual([false, 1])
})

test('one read follows the other: what an earlier one brings late undoes nothing', async () => {
  const { store, server, asked, answers, news } = aPage()
  server.set(0, aResult({ result_id: 0 }))
  answers.push(500)
  news.onRowsGone([0])
  await vi.advanceTimersByTimeAsync(100)
  server.delete(0)
  news.onRowsGone([0])
  await vi.advanceTimersByTimeAsync(300)
  expect(asked).toEqual([[0]])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual([[0], [0]])
  expect(store.isGone(0)).toBe(true)
})

test('nothing is asked for once it is stopped, also where a read is under way', async () => {
  const { asked, answers, news, change } = aPage()
  answers.push(500)
  change(0, 2, 'bob')
  await vi.advanceTimersByTimeAsync(100)
  change(1, 2, 'bob')
  news.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([[0]])
})
