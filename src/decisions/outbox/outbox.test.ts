import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError, networkError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { accept, anOutbox, reject, row, type Sent, settled } from './outbox.test-helper.ts'

const status = (code: number, retryAfterMs?: number) => new ApiError(noFailure(code), retryAfterMs)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An outbox in a browser that keeps nothing. */
function inMemory() {
  const made = anOutbox()
  void made.outbox.open(undefined)
  return made
}

describe('sending', () => {
  test('a change goes out with its key and version, and is confirmed by the answer alone', async () => {
    const { add, at, events, ons, outbox, unsent } = inMemory()
    await add(0, accept, aResult({ version: 4 }))
    expect([unsent(), ons(), events]).toEqual([1, ['key-1@4'], []])
    await at(0).answer(5)
    expect([unsent(), outbox.pending(row(0))]).toEqual([0, undefined])
    expect(events).toEqual([{ kind: 'saved', ...row(0), key: 'key-1', version: 5, change: accept }])
  })

  test('four rows at a time, in order within a row, each on the version that the one before returned', async () => {
    const { add, at, ons, outbox, sent } = inMemory()
    for (let id = 0; id < 6; id += 1) await add(id, accept, aResult({ result_id: id }))
    await add(0, reject, aResult({ version: 1 }))
    expect(sent.map(({ id }) => id)).toEqual([0, 1, 2, 3])
    await at(0).answer(9)
    await at(1).answer(2)
    await at(2).answer(2)
    expect(sent.slice(4).map(({ id }) => id)).toEqual([4, 5, 0])
    expect(ons()[6]).toBe('key-7@9')
    expect(outbox.pending(row(0))).toEqual(reject)
  })

  test('twenty decisions a second for a minute are all sent, once each, and none is left', async () => {
    const { add, sent, unsent } = inMemory()
    const answered = new Set<Sent>()
    const answerAll = async () => {
      for (const one of sent) if (!answered.has(one)) await (answered.add(one), one.answer(2))
    }
    for (let id = 0; id < 1200; id += 1) {
      await add(id, accept, aResult({ result_id: id }))
      await vi.advanceTimersByTimeAsync(50)
      if (id % 10 === 0) await answerAll()
    }
    while (unsent() > 0) await answerAll()
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
    const { add, at, ons, sent, unsent } = inMemory()
    await add(0, accept, aResult())
    for (const [round, wait] of [250, 500, 1000, 2000].entries()) {
      await at(-1).fail(error)
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(sent).toHaveLength(round + 1)
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(new Set(ons())).toEqual(new Set(['key-1@1']))
    await at(-1).answer(2)
    expect(unsent()).toBe(0)
  })

  test('says how long to wait, and is obeyed', async () => {
    const { add, at, sent } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(status(429, 7000))
    await vi.advanceTimersByTimeAsync(6999)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toHaveLength(2)
  })

  test('is told until it answers, whatever it says', async () => {
    const { add, at, outbox } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(networkError())
    await vi.advanceTimersByTimeAsync(100)
    expect(outbox.status.get()).toMatchObject({ unsent: 1, stored: 0, unanswered: true })
    await vi.advanceTimersByTimeAsync(150)
    await at(-1).fail(status(403))
    await vi.advanceTimersByTimeAsync(100)
    expect(outbox.status.get()).toMatchObject({ unsent: 1, needsYou: 1, unanswered: false })
  })

  test('for many rows is asked for one of them until it does, and then for all', async () => {
    const { add, sent, unsent } = inMemory()
    const answerAll = async (how: (one: Sent) => Promise<void>) => {
      // Those that come meanwhile too.
      for (const one of sent) await how(one)
    }
    for (let id = 0; id < 40; id += 1) await add(id, accept, aResult({ result_id: id }))
    const known = new Set<Sent>()
    const once = (act: (one: Sent) => Promise<void>) => async (one: Sent) => {
      if (!known.has(one)) await (known.add(one), act(one))
    }
    for (let ms = 0; ms < 60_000; ms += 250) {
      await answerAll(once((one) => one.fail(networkError())))
      await vi.advanceTimersByTimeAsync(250)
    }
    expect(sent.length).toBeLessThan(20)
    await vi.advanceTimersByTimeAsync(30_000)
    await answerAll(once((one) => one.answer(2)))
    await vi.advanceTimersByTimeAsync(0)
    await answerAll(once((one) => one.answer(2)))
    expect(unsent()).toBeLessThan(10)
  })

  test('of one row does not hold up the others', async () => {
    const { add, at, sent } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(status(503, 60_000))
    await add(1, accept, aResult({ result_id: 1 }))
    expect(sent.map(({ id }) => id)).toEqual([0, 1])
  })
})

describe('a refusal', () => {
  test.each([400, 403, 404, 422])(
    '%d waits for a person with the change kept; later ones of the row too',
    async (code) => {
      const { add, at, events, outbox, sent, unsent } = inMemory()
      await add(0, { ...reject, notes: 'left' }, aResult())
      await add(0, { notes: 'moved' }, aResult())
      await at(0).fail(status(code))
      expect(events[0]).toMatchObject({ kind: 'halted', result_id: 0, halt: { kind: 'refused' } })
      expect(outbox.pending(row(0))).toEqual({ ...reject, notes: 'moved' })
      expect([unsent(), sent.length]).toEqual([2, 1])
      outbox.drop(row(0))
      expect([unsent(), outbox.halted(row(0))]).toEqual([0, undefined])
    },
  )

  test('gives way to another change of the row', async () => {
    const { add, at, ons, unsent } = inMemory()
    await add(0, reject, aResult())
    await at(0).fail(status(400))
    await add(0, { ...reject, notes: 'left' }, aResult())
    expect(ons()).toEqual(['key-1@1', 'key-2@1'])
    await at(1).answer(2)
    expect(unsent()).toBe(0)
  })

  test('can be tried again as it is', async () => {
    const { add, at, ons, outbox } = inMemory()
    await add(0, reject, aResult())
    await at(0).fail(status(403))
    outbox.retry(row(0))
    expect(ons()).toEqual(['key-1@1', 'key-1@1'])
  })
})

describe('a row that somebody else has changed', () => {
  const stale = (part: Parameters<typeof aResult>[0]) =>
    new ApiError({ ...noFailure(412), current: { value: aResult({ version: 3, ...part }), entries: [] } })

  test('to the same: nothing is sent any more', async () => {
    const { add, at, events, sent, unsent } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(stale(accept))
    expect(events).toMatchObject([{ kind: 'already so', result_id: 0 }])
    expect([unsent(), sent.length]).toEqual([0, 1])
  })

  test('elsewhere: all changes of the row follow, under new keys, on the new version', async () => {
    const { add, at, events, ons, unsent } = inMemory()
    await add(0, accept, aResult())
    await add(0, { notes: 'fine' }, aResult())
    await at(0).fail(stale({ reviewers: [aPerson('bob')] }))
    expect(events).toMatchObject([{ kind: 'apart', result_id: 0 }])
    await at(1).answer(4)
    await at(2).answer(5)
    expect(ons()).toEqual(['key-1@1', 'key-3@3', 'key-4@4'])
    expect(unsent()).toBe(0)
  })

  test('against mine: it waits, and what I choose goes out on their version under a new key', async () => {
    const { add, at, ons, outbox, sent, unsent } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(stale(reject))
    expect(outbox.halted(row(0))).toMatchObject({ kind: 'against', current: { value: { version: 3 } } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(1)
    outbox.replace(row(0), { ...accept, notes: 'still needed' }, aResult({ version: 3 }))
    await settled()
    expect(ons()).toEqual(['key-1@1', 'key-2@3'])
    await at(1).answer(4)
    expect(unsent()).toBe(0)
  })

  test('a later change of mine does not slip past what the earlier one met', async () => {
    const { add, at, outbox, sent } = inMemory()
    await add(0, { notes: 'fine' }, aResult())
    await add(0, accept, aResult())
    await at(0).fail(stale(reject))
    expect(outbox.halted(row(0))).toMatchObject({ kind: 'against' })
    expect(outbox.pending(row(0))).toEqual({ notes: 'fine', ...accept })
    expect(sent).toHaveLength(1)
  })

  test('as nobody can read: it waits like a refusal', async () => {
    const { add, at, outbox } = inMemory()
    await add(0, accept, aResult())
    await at(0).fail(status(412))
    expect(outbox.halted(row(0))).toMatchObject({ kind: 'refused' })
  })
})

describe('nobody, or somebody else, being signed in', () => {
  const other = new ApiError({ ...noFailure(403), code: 'OtherAccount' })
  test.each([
    ['signed out', status(401)],
    ['signed out', new ApiError({ ...noFailure(403), code: 'session-refused' })],
    ['other account', other],
  ])(
    'T08 pauses (%s): nothing is sent until the same person is back, nothing is given up',
    async (why, error) => {
      const { add, at, outbox, sent, ons, unsent } = inMemory()
      await add(0, accept, aResult())
      await at(0).fail(error)
      await add(1, accept, aResult({ result_id: 1 }))
      await vi.advanceTimersByTimeAsync(3_600_000)
      expect(sent).toHaveLength(1)
      expect(outbox.status.get()).toMatchObject({ unsent: 2, needsYou: 0, paused: why })
      // To try again is for nobody but the person whose page it is.
      if (why === 'other account') outbox.sendNow()
      expect(sent).toHaveLength(1)
      expect(outbox.isOthers()).toBe(why === 'other account')
      outbox.personIsBack()
      expect(ons()).toEqual(['key-1@1', 'key-1@1', 'key-2@1'])
      await at(1).answer(2)
      await at(2).answer(2)
      expect(unsent()).toBe(0)
    },
  )
})
