import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, networkError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { aResult } from '#testing/result.ts'
import type { Device } from './device.ts'
import { accept, anOutbox, reject, row, settled } from './outbox.test-helper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const identity = { actor: 'me', key: '' }

/** A device of which another tab sends what is written to it. */
const otherTabSends: Device = {
  store: {
    readAll: () => Promise.resolve({ rows: [], unreadable: [] }),
    readRow: (at) => Promise.resolve({ ...at, entries: [], kept: undefined, halt: undefined }),
    write: () => Promise.resolve(),
    answered: () => Promise.resolve(),
  },
  connect: () => () => undefined,
  elect: () => undefined,
}

async function fiveRows(device?: Device) {
  const made = anOutbox(device && { open: () => Promise.resolve(device) })
  void made.outbox.open(device && identity)
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

test('where another tab sends, nothing is taken back: it may just have sent it', async () => {
  const { discard, outbox, sent } = await fiveRows(otherTabSends)
  expect([await discard(4), outbox.isWritten(row(4)), sent]).toEqual([false, true, []])
})

test('what was on the device when this tab began to send may have been sent by the tab before', async () => {
  let elected = () => {}
  const elect: Device['elect'] = ({ onElected }) => (elected = onElected)
  const { add, discard, unsent } = await fiveRows({ ...otherTabSends, elect })
  elected()
  await settled()
  await add(5, accept, aResult({ result_id: 5 }))
  expect([await discard(4), await discard(5), unsent()]).toEqual([false, true, 5])
})
