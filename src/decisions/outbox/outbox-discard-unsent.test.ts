import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, networkError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { aResult } from '#testing/result.ts'
import { accept, anOutbox, reject, row, settled } from './outbox.test-helper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function fiveRows() {
  const made = anOutbox()
  void made.outbox.open(undefined)
  for (let id = 0; id < 5; id += 1) await made.add(id, accept, aResult({ result_id: id }))
  const discard = async (id: number) => {
    const gone = made.outbox.discardUnsent(row(id))
    await settled()
    return await gone
  }
  return { ...made, discard }
}

test('a change that was not sent is taken back and never sent; one under way, or with a later one, stays', async () => {
  const { add, at, discard, events, sent } = await fiveRows()
  await add(5, accept)
  await add(5, reject)
  expect([await discard(0), await discard(4), await discard(5)]).toEqual([false, true, false])
  expect(events.map(({ kind, result_id }) => [kind, result_id])).toEqual([['dropped', 4]])
  for (let index = 0; index < 4; index += 1) await at(index).answer(2)
  expect(sent.map(({ id }) => id)).toEqual([0, 1, 2, 3, 5])
})

test('what was sent and not answered may have been done, and stays; what was turned away at once does not', async () => {
  const { at, discard } = await fiveRows()
  await at(0).fail(networkError())
  await at(1).fail(new ApiError(noFailure(429), 60_000))
  expect([await discard(0), await discard(1)]).toEqual([false, true])
})
