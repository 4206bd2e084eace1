import { afterEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { aResult } from '#testing/result.ts'
import { openOutboxDatabase } from './outbox-database.ts'
import { ada, ben, cutOff, Profile, ServerModel } from './outbox-profile.test-helper.ts'
import { accept, reject } from './outbox.test-helper.ts'
import { isAnythingUnwritten, whenWritten } from './unwritten.ts'

afterEach(() => void vi.unstubAllGlobals())

const row = (result_id: number) => ({ certification_id: 'c-1', result_id })
const away = new ApiError({ ...noFailure(503) }, 3_600_000)
const goneAway = () => {
  throw away
}
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
const stored = (tab: { outbox: { counts: (id: string) => { stored: number } } }, count: number) =>
  until(() => expect(tab.outbox.counts('c-1').stored).toBe(count))
const saved = (tab: { outbox: { counts: (id: string) => { unsent: number } } }) =>
  until(() => expect(tab.outbox.counts('c-1').unsent).toBe(0))

describe('T08 a change', () => {
  test('T08 is sent only once the device has it', async () => {
    const server = new ServerModel()
    let letGo = () => {}
    const written = new Promise<void>((done) => (letGo = done))
    const tab = new Profile().open(server, ada, {
      wrap: (store) => ({ ...store, write: async (writes) => (await store.write(writes), written) }),
    })
    tab.add(0, accept)
    await new Promise((done) => setTimeout(done, 50))
    expect([tab.sent, tab.outbox.isWritten(row(0)), isAnythingUnwritten()]).toEqual([[], false, true])
    const left: string[] = []
    whenWritten(() => left.push('left'))
    expect(left).toEqual([])
    letGo()
    await saved(tab)
    expect([tab.sent.length, isAnythingUnwritten(), left]).toEqual([1, false, ['left']])
  })

  test('T08 is encrypted and written in the order of the presses', async () => {
    const server = new ServerModel()
    server.cut = goneAway
    const tab = new Profile().open(server)
    for (let id = 0; id < 30; id += 1) tab.add(id, accept)
    await stored(tab, 30)
    const database = await openOutboxDatabase(() => undefined)
    const entries = await database.getAll('entries')
    const inOrder = entries.toSorted((one, other) => one.n - other.n)
    expect(inOrder.map(({ result_id }) => result_id)).toEqual(Array.from({ length: 30 }, (_, id) => id))
    expect(new Set(entries.map(({ iv }) => iv.join())).size).toBe(30)
  })

  test('T08 lies on the device without its note, the names and the decision in clear', async () => {
    const server = new ServerModel()
    server.cut = goneAway
    const profile = new Profile()
    const tab = profile.open(server)
    tab.add(0, { ...reject, notes: 'a very private reason' })
    await stored(tab, 1)
    expect(await profile.dump()).not.toMatch(/private|Lovelace|REJECTED|hash-of-ben/)
    expect(await profile.dump()).toContain(ada.actor)
  })

  test('T08 that cannot be written goes out from memory, and the window asks meanwhile', async () => {
    const server = new ServerModel()
    server.cut = cutOff
    const full = new DOMException('full', 'QuotaExceededError')
    const tab = new Profile().open(server, ada, {
      wrap: (store) => ({ ...store, write: () => Promise.reject(full) }),
    })
    tab.add(0, accept)
    await until(() => expect(tab.sent.length).toBeGreaterThan(0))
    expect([tab.outbox.counts('c-1').stored, isAnythingUnwritten()]).toEqual([0, true])
    server.cut = () => undefined
    tab.outbox.sendNow()
    await saved(tab)
    expect(isAnythingUnwritten()).toBe(false)
  })
})

test('T08 what is taken off the device by others is in the window alone: it asks, and sends', async () => {
  const [server, profile] = [new ServerModel(), new Profile()]
  server.cut = cutOff
  const tab = profile.open(server)
  tab.add(0, accept)
  await stored(tab, 1)
  tab.clear()
  expect([tab.outbox.counts('c-1').stored, isAnythingUnwritten()]).toEqual([0, true])
  server.cut = () => undefined
  tab.outbox.sendNow()
  await saved(tab)
  expect(server.log).toHaveLength(1)
})

describe('T08 after the tab was killed', () => {
  test('T08 what was written is sent once, in order, on the versions that the changes before led to', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = goneAway
    const first = profile.open(server)
    for (const change of [accept, { notes: 'fine' }, reject, { notes: ' ' }]) first.add(0, change)
    first.add(1, accept)
    await stored(first, 5)
    first.kill()
    server.cut = () => undefined
    const second = profile.open(server)
    await until(() => expect(server.log).toHaveLength(5))
    await saved(second)
    expect(server.log.filter(({ id }) => id === 0).map(({ change }) => change)).toEqual([
      accept,
      { notes: 'fine' },
      reject,
      { notes: ' ' },
    ])
    // Nobody conflicts with themselves.
    expect(server.answers.get(412)).toBeUndefined()
    expect(await profile.dump()).toBe('')
  })

  test('T08 between two changes of a row the kept version is what the second goes out on', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    let taken = 0
    server.cut = (where) => {
      if (where === 'request' && taken >= 1) throw away
      if (where === 'answer') taken += 1
    }
    const first = profile.open(server)
    first.add(0, accept)
    first.add(0, reject)
    await until(() => expect(first.outbox.counts('c-1')).toMatchObject({ unsent: 1, stored: 1 }))
    const database = await openOutboxDatabase(() => undefined)
    await until(async () =>
      expect(await database.getAll('rows')).toMatchObject([{ kept: { key: 'key-1', version: 2 } }]),
    )
    first.kill()
    server.cut = () => undefined
    await saved(profile.open(server))
    await until(() => expect(server.log).toHaveLength(2))
    expect(server.answers.get(412)).toBeUndefined()
  })

  test('T08 a change whose answer was lost is sent again under its key and done once', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = (where) => {
      if (where === 'answer') throw away
    }
    const first = profile.open(server)
    first.add(0, accept)
    await until(() => expect(server.log).toHaveLength(1))
    first.kill()
    server.cut = () => undefined
    const second = profile.open(server)
    await until(() => expect(second.events.map(({ kind }) => kind)).toEqual(['saved']))
    expect(server.log).toHaveLength(1)
  })

  test('T08 what waits for its person goes on waiting, with its text and why', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    const first = profile.open(server)
    server.change(1, { ...reject, notes: 'theirs' })
    server.cut = () => {
      throw new ApiError({ ...noFailure(403), message: 'Not your row.' })
    }
    first.add(0, { ...reject, notes: 'mine' })
    await until(() => expect(first.outbox.halted(row(0))).toBeDefined())
    server.cut = () => undefined
    first.outbox.add(row(1), accept, aResult({ result_id: 1 }), { name: 'Row', due: undefined })
    await until(() => expect(first.outbox.halted(row(1))).toBeDefined())
    await until(async () =>
      expect((await (await openOutboxDatabase(() => undefined)).getAll('rows')).length).toBe(2),
    )
    expect(await profile.dump()).not.toMatch(/mine|theirs|Not your row/)
    first.kill()
    const second = profile.open(server)
    await until(() => expect(second.outbox.counts('c-1').needsYou).toBe(2))
    expect(second.outbox.halted(row(0))).toMatchObject({ failure: { message: 'Not your row.' } })
    expect(second.outbox.pending(row(0))).toEqual({ ...reject, notes: 'mine' })
    expect(second.outbox.halted(row(1))).toMatchObject({ current: { value: { notes: 'theirs' } } })
    await new Promise((done) => setTimeout(done, 50))
    expect(second.sent).toEqual([])
    second.outbox.retry(row(0))
    second.outbox.drop(row(1))
    await saved(second)
    await until(async () => expect(await profile.dump()).toBe(''))
  })
})

describe('T08 what is kept for long', () => {
  const day = 24 * 3_600_000

  test.each([
    ['older than 25 days', 26 * day, undefined, 'old'],
    ['made before the review was due', 2 * day, 1 * day, 'due'],
  ])('T08 and is %s needs its person and is not sent by itself', async (_, later, dueAfter, why) => {
    const [server, profile] = [new ServerModel(), new Profile()]
    const begun = Date.parse('2026-01-31T09:30:00Z')
    server.cut = goneAway
    const first = profile.open(server, ada, { now: () => begun })
    first.add(0, accept, dueAfter === undefined ? undefined : begun + dueAfter)
    await stored(first, 1)
    first.kill()
    server.cut = () => undefined
    const second = profile.open(server, ada, { now: () => begun + later })
    await until(() => expect(second.outbox.halted(row(0))).toEqual({ kind: 'late', why, at: begun }))
    expect([second.sent, server.log]).toEqual([[], []])
    second.outbox.retry(row(0))
    await saved(second)
    expect(server.log).toHaveLength(1)
  })

  test('T08 but not for so long is sent', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = goneAway
    const first = profile.open(server, ada, { now: () => 0 })
    first.add(0, accept, 30 * day)
    // After the time has come only what the rules still allow is offered, and the server judges it.
    first.add(1, reject, -day)
    await stored(first, 2)
    first.kill()
    server.cut = () => undefined
    await saved(profile.open(server, ada, { now: () => 24 * day }))
    await until(() => expect(server.log).toHaveLength(2))
  })
})

describe('T08 another person on the same profile', () => {
  test('T08 neither reads nor sends what is not theirs, and the first one finds all of it', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = goneAway
    const first = profile.open(server)
    for (let id = 0; id < 10; id += 1) first.add(id, { ...reject, notes: 'of ada' })
    await stored(first, 10)
    first.kill()
    server.cut = () => undefined
    server.session = ben.actor
    const other = profile.open(server, ben)
    other.add(20, accept)
    await saved(other)
    expect(other.sent).toHaveLength(1)
    // Not even where they claim to be somebody else: they have another key.
    const thief = profile.open(server, { ...ada, key: ben.key })
    await until(() => expect(thief.outbox.status.get().unreadable).toBe(10))
    expect([thief.outbox.unsentRows(), thief.sent]).toEqual([[], []])
    other.kill()
    thief.kill()
    server.session = ada.actor
    await saved(profile.open(server))
    await until(() => expect(server.log).toHaveLength(11))
  })

  test('T08 is not answered for by a tab of the first one that is still open', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    const first = profile.open(server)
    server.session = ben.actor
    first.add(0, accept)
    await until(() => expect(first.outbox.status.get()).toMatchObject({ paused: 'other account', stored: 1 }))
    server.session = undefined
    first.outbox.sendNow()
    expect(first.outbox.status.get().paused).toBe('other account')
    expect(server.log).toEqual([])
    server.session = ada.actor
    // The same person opens another tab.
    const second = profile.open(server)
    await saved(first)
    await saved(second)
    expect(server.log).toHaveLength(1)
    // What other tabs tell may be older than who is signed in now: the page asks the server.
    expect(first.outbox.isOthers()).toBe(true)
    first.outbox.personIsBack()
    await until(() => expect(first.outbox.status.get().paused).toBeUndefined())
  })
})

describe('T08 what cannot be read', () => {
  test('T08 is kept and counted, does not hold up the rest, and goes only when its person says so', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = goneAway
    const first = profile.open(server)
    for (const id of [0, 1, 2]) first.add(id, accept)
    await stored(first, 3)
    first.kill()
    const database = await openOutboxDatabase(() => undefined)
    const [one, two] = await database.getAll('entries')
    if (!one || !two) throw new Error('there are no entries')
    new Uint8Array(one.ct).set([1, 2, 3])
    await database.put('entries', one)
    // Moved to another row: what it is bound to differs.
    await database.put('entries', { ...two, result_id: 9 })
    server.cut = () => undefined
    const second = profile.open(server)
    await until(() => expect(server.log).toHaveLength(1))
    await until(() => expect(second.outbox.status.get()).toMatchObject({ unsent: 0, unreadable: 2 }))
    expect(await database.count('entries')).toBe(2)
    second.outbox.discardUnreadable()
    await until(async () => expect(await database.count('entries')).toBe(0))
  })
})

describe('T08 two tabs', () => {
  test('T08 changes of one row keep their order when the clock is set back between them', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    const hour = 3_600_000
    server.cut = goneAway
    const first = profile.open(server, ada, { now: () => 100 * hour })
    const second = profile.open(server, ada, { now: () => 101 * hour })
    second.add(0, accept)
    await until(() => expect(first.outbox.pending(row(0))).toEqual(accept))
    first.add(0, reject)
    await until(() => expect(second.outbox.pending(row(0))).toEqual(reject))
    server.cut = () => undefined
    second.kill()
    first.show()
    await saved(first)
    expect(server.log.map(({ change }) => change)).toEqual([accept, reject])
  })

  test('T08 a late change is sent when its person says so in the tab that does not send', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = cutOff
    let now = 0
    const first = profile.open(server, ada, { now: () => now })
    await until(() => expect(first.outbox.counts('c-1').unsent).toBe(0))
    const second = profile.open(server, ada, { now: () => now })
    second.add(0, accept, 1_000)
    await until(() => expect(first.outbox.pending(row(0))).toEqual(accept))
    now = 2_000
    server.cut = () => undefined
    second.show()
    await until(() => expect(first.outbox.halted(row(0))).toMatchObject({ kind: 'late' }))
    first.outbox.retry(row(0))
    await saved(second)
    expect(server.log).toHaveLength(1)
    expect(first.sent).toEqual([])
  })

  test('T08 one sends for both, and each shows what the other has', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    const first = profile.open(server)
    await until(() => expect(first.outbox.counts('c-1').unsent).toBe(0))
    const second = profile.open(server)
    await new Promise((done) => setTimeout(done, 50))
    server.cut = goneAway
    first.add(0, accept)
    await until(() => expect(second.outbox.pending(row(0))).toEqual(accept))
    second.add(0, reject)
    await until(() => expect(first.outbox.pending(row(0))).toEqual(reject))
    server.cut = () => undefined
    second.outbox.sendNow()
    second.show()
    first.outbox.sendNow()
    expect(first.sent).toEqual([])
    second.kill()
    first.show()
    await saved(first)
    expect(server.log.map(({ change }) => change)).toEqual([accept, reject])
    expect(server.answers.get(412)).toBeUndefined()
  })

  test('T08 a sender that has lost the lock begins nothing more, and what it had under way is done once', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    let answer = () => {}
    const held = new Promise<void>((done) => (answer = done))
    const hidden = profile.open(server, ada, {
      send: async (...request) => {
        hidden.sent.push(request[2].key)
        const version = await server.send(...request)
        return await held.then(() => version)
      },
    })
    hidden.add(0, accept)
    hidden.add(0, reject)
    await until(() => expect(server.log).toHaveLength(1))
    const visible = profile.open(server)
    await until(() => expect(visible.sent).toEqual(['key-1', 'key-2']))
    await saved(visible)
    answer()
    await saved(hidden)
    expect(hidden.sent).toEqual(['key-1'])
    expect(server.log.map(({ change }) => change)).toEqual([accept, reject])
  })
})

describe('T08 given up before they were sent', () => {
  test('T08 exactly the listed ones go, and the rows stand as they did', async () => {
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = cutOff
    const tab = profile.open(server, ada, { random: () => 1 })
    tab.add(0, accept)
    tab.add(0, { notes: 'fine' })
    tab.add(1, reject)
    await stored(tab, 3)
    const listed = tab.outbox.unsentRows()
    expect(listed.map(({ name, changes }) => [name, changes.length])).toEqual([
      ['Ada Lovelace, Administrator', 2],
      ['Ada Lovelace, Administrator', 1],
    ])
    tab.add(2, accept)
    await stored(tab, 4)
    expect(await tab.outbox.discard(new Set(listed.flatMap(({ keys }) => keys)))).toBe(true)
    expect(tab.events).toMatchObject([
      { kind: 'dropped', result_id: 0, base: { decision: 'RESULT_DECISION_NONE' } },
      { kind: 'dropped', result_id: 1 },
    ])
    expect(tab.outbox.unsentRows().map(({ result_id }) => result_id)).toEqual([2])
    server.cut = () => undefined
    tab.outbox.sendNow()
    await saved(tab)
    expect(server.log.map(({ id }) => id)).toEqual([2])
  })
})

/** Random numbers that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test.each([1, 2, 3])(
  'T08 340 changes through cut requests and answers, killed tabs and other people: each once, in order (seed %i)',
  async (seed) => {
    const random = randomOf(seed)
    const [server, profile] = [new ServerModel(), new Profile()]
    server.cut = () => {
      if (random() < 0.25) cutOff()
    }
    const pressed = new Map<number, unknown[]>()
    let tab = profile.open(server)
    const opened = [tab]
    for (let press = 0; press < 340; press += 1) {
      const id = Math.floor(random() * 60)
      const change =
        random() < 0.5 ? { decision: accept.decision, notes: `note ${press}` } : { notes: `note ${press}` }
      tab.outbox.add(
        row(id),
        change,
        { ...aResult({ result_id: id }), ...server.row(id) },
        { name: '', due: undefined },
      )
      pressed.set(id, [...(pressed.get(id) ?? []), change])
      const dice = random()
      if (dice < 0.3) await new Promise((done) => setTimeout(done))
      if (dice > 0.03) continue
      // What is on the device survives; so that nothing else can be lost, it is waited for.
      await until(() => expect(tab.outbox.counts('c-1').stored).toBe(tab.outbox.counts('c-1').unsent))
      const next = profile.open(server)
      opened.push(next)
      await until(() => expect(next.outbox.counts('c-1').unsent).toBe(tab.outbox.counts('c-1').unsent))
      if (dice < 0.02) tab.kill()
      tab = next
      if (dice > 0.01) continue
      server.session = dice < 0.005 ? undefined : ben.actor
      tab.outbox.add(row(99), { notes: `note ${press}` }, server.row(99), { name: '', due: undefined })
      pressed.set(99, [...(pressed.get(99) ?? []), { notes: `note ${press}` }])
      await until(() => expect(tab.outbox.status.get().paused).toBeDefined())
      server.session = ada.actor
      // Each page asks the server who is signed in.
      for (const { outbox } of opened) outbox.personIsBack()
    }
    await saved(tab)
    await until(() => expect(server.log).toHaveLength([...pressed.values()].flat().length))
    const done = new Map<number, unknown[]>()
    for (const { id, change } of server.log) done.set(id, [...(done.get(id) ?? []), change])
    expect(done).toEqual(pressed)
    expect(server.answers.get(412)).toBeUndefined()
    await until(async () => expect(await profile.dump()).toBe(''))
  },
  60_000,
)
