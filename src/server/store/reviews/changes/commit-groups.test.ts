import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { commitGroups } from './commit-groups.ts'

/** Groups whose writes wait until the test ends them. */
function held() {
  const writes: { items: readonly string[]; end: () => void; fail: (error: Error) => void }[] = []
  const commit = commitGroups<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        const end = () => resolve(items.map((item) => `${item}!`))
        writes.push({ items, end, fail: reject })
      }),
  )
  const turn = () => new Promise((done) => setImmediate(done))
  return { commit, writes, turn }
}

test('what comes while two writes are under way goes together in the next, in order', async () => {
  const { commit, writes, turn } = held()
  const all = Promise.all(['a', 'b', 'c', 'd'].map((item) => commit(1, item)))
  const other = commit(2, 'x')
  expect(writes.map(({ items }) => items)).toEqual([['a'], ['b'], ['x']])
  writes[0]?.end()
  await turn()
  expect(writes.slice(3).map(({ items }) => items)).toEqual([['c', 'd']])
  for (const one of writes.slice(1)) one.end()
  expect([await all, await other]).toEqual([['a!', 'b!', 'c!', 'd!'], 'x!'])
})

test('a group that has come to its end begins anew', async () => {
  const { commit, writes, turn } = held()
  const first = commit(1, 'a')
  writes[0]?.end()
  await first
  await turn()
  const second = commit(1, 'b')
  expect(writes[1]?.items).toEqual(['b'])
  writes[1]?.end()
  expect(await second).toBe('b!')
})

test('where PostgreSQL refuses several at once, only the one at fault fails', async () => {
  const commit = commitGroups<string, string>((items) =>
    items.includes('bad')
      ? Promise.reject(new DatabaseError('no', 2, 'error'))
      : Promise.resolve(items.map((item) => `${item}!`)),
  )
  const settled = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => commit(1, item)))
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
    'a!',
    'b!',
    'failed',
    'c!',
  ])
})

test('a lost connection fails all of them, for what it has done is not known', async () => {
  const { commit, writes, turn } = held()
  const all = Promise.allSettled(['a', 'b', 'c', 'd'].map((item) => commit(1, item)))
  for (const one of writes) one.end()
  await turn()
  writes[2]?.fail(new Error('gone'))
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
  expect(writes).toHaveLength(3)
})
