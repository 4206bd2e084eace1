import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError, networkError } from '#client/api-error.ts'
import type { Preconditions } from '#client/client.ts'
import { noFailure } from '#contract/errors.ts'
import { Outbox, type OutboxEvent } from './outbox.ts'
import { aPerson, aResult } from '#testing/result.ts'
import type { RowChange } from './row-change.ts'

const accept = { decision: 'RESULT_DECISION_ACCEPTED' } as const
const reject = { decision: 'RESULT_DECISION_REJECTED' } as const
const status = (code: number, retryAfterMs?: number) => new ApiError(noFailure(code), retryAfterMs)

type Sent = {
  readonly id: number
  readonly change: RowChange
  readonly on: Preconditions
  readonly answer: (version: number) => Promise<void>
  readonly fail: (error: Error) => Promise<void>
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An outbox whose requests wait until the test answers them. */
function anOutbox() {
  const sent: Sent[] = []
  const events: OutboxEvent[] = []
  const offline: boolean[] = []
  let keys = 0
  const outbox = new Outbox({
    send: (id, change, on) =>
      new Promise((resolve, reject) => {
        const settled = async () => void (await vi.advanceTimersByTimeAsync(0))
        const answer = (version: number) => (resolve(version), settled())
        const fail = (error: Error) => (reject(error), settled())
        sent.push({ id, change, on, answer, fail })
      }),
    told: (event) => events.push(event),
    offline: (is) => offline.push(is),
    newKey: () => `key-${(keys += 1)}`,
    random: () => 1,
  })
  const at = (index: number) => {
    const one = sent.at(index)
    if (!one) throw new Error(`nothing was sent as number ${index}`)
    return one
  }
  return { outbox, sent, events, offline, at, ons: () => sent.map(({ on }) => `${on.key}@${on.version}`) }
}

describe('sending', () => {
  test('a change goes out with its key and version, and is confirmed by the answer alone', async () => {
    const { outbox, at, events, ons } = anOutbox()
    outbox.add(0, accept, aResult({ version: 4 }))
    expect([outbox.unsent, ons(), events]).toEqual([1, ['key-1@4'], []])
    await at(0).answer(5)
    expect([outbox.unsent, outbox.pending(0)]).toEqual([0, undefined])
    expect(events).toEqual([{ kind: 'saved', id: 0, version: 5, change: accept }])
  })

  test('four rows at a time, in order within a row, each on the version that the one before returned', async () => {
    const { outbox, sent, at, ons } = anOutbox()
    for (let id = 0; id < 6; id += 1) outbox.add(id, accept, aResult({ result_id: id }))
    outbox.add(0, reject, aResult({ version: 1 }))
    expect(sent.map(({ id }) => id)).toEqual([0, 1, 2, 3])
    await at(0).answer(9)
    await at(1).answer(2)
    await at(2).answer(2)
    expect(sent.slice(4).map(({ id }) => id)).toEqual([4, 5, 0])
    expect(ons()[6]).toBe('key-7@9')
    expect(outbox.pending(0)).toEqual(reject)
  })

  test('twenty decisions a second for a minute are all sent, once each, and none is left', async () => {
    const { outbox, sent } = anOutbox()
    const answered = new Set<Sent>()
    const answerAll = async () => {
      for (const one of sent) if (!answered.has(one)) await (answered.add(one), one.answer(2))
    }
    for (let id = 0; id < 1200; id += 1) {
      outbox.add(id, accept, aResult({ result_id: id }))
      await vi.advanceTimersByTimeAsync(50)
      if (id % 10 === 0) await answerAll()
    }
    while (outbox.unsent > 0) await answerAll()
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1200)
    expect(sent).toHaveLength(1200)
  })
})

describe('a server that does not answer', () => {
  test.each([
    ['the network', networkError()],
    ['408', status(408)],
    ['429', status(429)],
    ['500', status(500)],
    ['503', status(503)],
  ])('%s: the same key again, ever later', async (_, error) => {
    const { outbox, at, sent, ons } = anOutbox()
    outbox.add(0, accept, aResult())
    for (const [round, wait] of [250, 500, 1000, 2000].entries()) {
      await at(-1).fail(error)
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(sent).toHaveLength(round + 1)
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(new Set(ons())).toEqual(new Set(['key-1@1']))
    await at(-1).answer(2)
    expect(outbox.unsent).toBe(0)
  })

  test('says how long to wait, and is obeyed', async () => {
    const { outbox, at, sent } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(status(429, 7000))
    await vi.advanceTimersByTimeAsync(6999)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toHaveLength(2)
  })

  test('for ten seconds is offline until it answers, whatever it says', async () => {
    const { outbox, at, offline } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(networkError())
    await vi.advanceTimersByTimeAsync(9_999)
    expect(offline).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(offline).toEqual([true])
    await at(-1).fail(status(403))
    expect(offline).toEqual([true, false])
  })

  test('of one row does not hold up the others', async () => {
    const { outbox, at, sent } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(status(503, 60_000))
    outbox.add(1, accept, aResult({ result_id: 1 }))
    expect(sent.map(({ id }) => id)).toEqual([0, 1])
  })
})

describe('a refusal', () => {
  test.each([400, 403, 404, 401, 422])(
    '%d waits for a person with the change kept; later ones of the row too',
    async (code) => {
      const { outbox, at, sent, events } = anOutbox()
      outbox.add(0, { ...reject, notes: 'left' }, aResult())
      outbox.add(0, { notes: 'moved' }, aResult())
      await at(0).fail(status(code))
      expect(events[0]).toMatchObject({ kind: 'halted', id: 0, halt: { kind: 'refused' } })
      expect(outbox.pending(0)).toEqual({ ...reject, notes: 'moved' })
      expect([outbox.unsent, sent.length]).toEqual([2, 1])
      outbox.drop(0)
      expect([outbox.unsent, outbox.halted(0)]).toEqual([0, undefined])
    },
  )

  test('gives way to another change of the row', async () => {
    const { outbox, at, ons } = anOutbox()
    outbox.add(0, reject, aResult())
    await at(0).fail(status(400))
    outbox.add(0, { ...reject, notes: 'left' }, aResult())
    expect(ons()).toEqual(['key-1@1', 'key-2@1'])
    await at(1).answer(2)
    expect(outbox.unsent).toBe(0)
  })

  test('can be tried again as it is', async () => {
    const { outbox, at, ons } = anOutbox()
    outbox.add(0, reject, aResult())
    await at(0).fail(status(403))
    outbox.retry(0)
    expect(ons()).toEqual(['key-1@1', 'key-1@1'])
  })
})

describe('a row that somebody else has changed', () => {
  const stale = (part: Parameters<typeof aResult>[0]) =>
    new ApiError({ ...noFailure(412), current: { value: aResult({ version: 3, ...part }), entries: [] } })

  test('to the same: nothing is sent any more', async () => {
    const { outbox, at, sent, events } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(stale(accept))
    expect(events).toMatchObject([{ kind: 'already so', id: 0 }])
    expect([outbox.unsent, sent.length]).toEqual([0, 1])
  })

  test('elsewhere: all changes of the row follow, under new keys, on the new version', async () => {
    const { outbox, at, ons, events } = anOutbox()
    outbox.add(0, accept, aResult())
    outbox.add(0, { notes: 'fine' }, aResult())
    await at(0).fail(stale({ reviewers: [aPerson('bob')] }))
    expect(events).toMatchObject([{ kind: 'apart', id: 0 }])
    await at(1).answer(4)
    await at(2).answer(5)
    expect(ons()).toEqual(['key-1@1', 'key-3@3', 'key-4@4'])
    expect(outbox.unsent).toBe(0)
  })

  test('against mine: it waits, and what I choose goes out on their version under a new key', async () => {
    const { outbox, at, ons, sent } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(stale(reject))
    expect(outbox.halted(0)).toMatchObject({ kind: 'against', current: { value: { version: 3 } } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(1)
    outbox.replace(0, { ...accept, notes: 'still needed' }, aResult({ version: 3 }))
    expect(ons()).toEqual(['key-1@1', 'key-2@3'])
    await at(1).answer(4)
    expect(outbox.unsent).toBe(0)
  })

  test('a later change of mine does not slip past what the earlier one met', async () => {
    const { outbox, at, sent } = anOutbox()
    outbox.add(0, { notes: 'fine' }, aResult())
    outbox.add(0, accept, aResult())
    await at(0).fail(stale(reject))
    expect(outbox.halted(0)).toMatchObject({ kind: 'against' })
    expect(outbox.pending(0)).toEqual({ notes: 'fine', ...accept })
    expect(sent).toHaveLength(1)
  })

  test('as nobody can read: it waits like a refusal', async () => {
    const { outbox, at } = anOutbox()
    outbox.add(0, accept, aResult())
    await at(0).fail(status(412))
    expect(outbox.halted(0)).toMatchObject({ kind: 'refused' })
  })
})
