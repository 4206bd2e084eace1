import { afterEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { openOutboxDatabase } from './outbox-database.ts'
import { ada, Profile, ServerModel } from './outbox-profile.test-helper.ts'
import { accept, reject } from './outbox.test-helper.ts'

afterEach(() => void vi.unstubAllGlobals())

const row = (result_id: number) => ({ certification_id: 'c-1', result_id })
const goneAway = () => {
  throw new ApiError({ ...noFailure(503) }, 3_600_000)
}
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
type Counting = { outbox: { counts: (id: string) => { stored: number; unsent: number } } }
const stored = (tab: Counting, count: number) =>
  until(() => expect(tab.outbox.counts('c-1').stored).toBe(count))
const saved = (tab: Counting) => until(() => expect(tab.outbox.counts('c-1').unsent).toBe(0))

/** A profile that was left with a rejection and a note after it, of which the rejection is lost. */
async function partlyRestored() {
  const [server, profile] = [new ServerModel(), new Profile()]
  const at = Date.parse('2026-01-31T09:30:00Z')
  server.cut = goneAway
  const first = profile.open(server, ada, { now: () => at })
  first.add(0, reject)
  await stored(first, 1)
  first.add(0, { notes: 'left the team' })
  first.add(1, accept)
  await stored(first, 3)
  first.kill()
  const database = await openOutboxDatabase(() => undefined)
  await database.delete('entries', 'key-1')
  server.cut = () => undefined
  return { server, profile, second: profile.open(server, ada, { now: () => at }), at }
}

describe('T08 a change whose predecessor is missing', () => {
  test('T08 is not sent by itself, also after another reload, and holds up no other row', async () => {
    const { server, profile, second, at } = await partlyRestored()
    await until(() => expect(second.outbox.halted(row(0))).toEqual({ kind: 'incomplete', at }))
    await until(() => expect(server.log.map(({ id }) => id)).toEqual([1]))
    await until(async () =>
      expect(await (await openOutboxDatabase(() => undefined)).count('rows')).toBeGreaterThan(0),
    )
    second.kill()
    const third = profile.open(server)
    await until(() => expect(third.outbox.halted(row(0))).toEqual({ kind: 'incomplete', at }))
    expect([third.sent, third.outbox.pending(row(0))]).toEqual([[], { notes: 'left the team' }])
  })

  test('T08 is sent once its person says so', async () => {
    const { server, profile, second } = await partlyRestored()
    await until(() => expect(second.outbox.halted(row(0))).toBeDefined())
    second.outbox.retry(row(0))
    await saved(second)
    expect(server.row(0)).toMatchObject({ decision: 'RESULT_DECISION_NONE', notes: 'left the team' })
    await until(async () => expect(await profile.dump()).toBe(''))
  })

  test('T08 gives way to a new decision, and to being given up', async () => {
    const { server, second } = await partlyRestored()
    await until(() => expect(second.outbox.halted(row(0))).toBeDefined())
    second.add(0, accept)
    await saved(second)
    expect(server.row(0)).toMatchObject({ decision: 'RESULT_DECISION_ACCEPTED', notes: '' })

    const other = await partlyRestored()
    await until(() => expect(other.second.outbox.halted(row(0))).toBeDefined())
    other.second.outbox.drop(row(0))
    await saved(other.second)
    await until(async () => expect(await other.profile.dump()).toBe(''))
  })
})

test('T08 what another tab presses while the change before is being answered needs nobody', async () => {
  const [server, profile] = [new ServerModel(), new Profile()]
  let answer = () => {}
  const answered = new Promise<void>((done) => (answer = done))
  const sender = profile.open(server, ada, {
    send: async (...request) => {
      const version = await server.send(...request)
      await answered
      return version
    },
  })
  await until(() => expect(sender.outbox.counts('c-1').unsent).toBe(0))
  let write = () => {}
  const maySend = new Promise<void>((done) => (write = done))
  const other = profile.open(server, ada, {
    wrap: (store) => ({ ...store, write: async (writes) => (await maySend, store.write(writes)) }),
  })
  await other.outbox.open(ada)
  sender.show()
  sender.add(0, reject)
  await until(() => expect(other.outbox.pending(row(0))).toEqual(reject))
  other.add(0, { notes: 'left the team' })
  answer()
  await saved(sender)
  const database = await openOutboxDatabase(() => undefined)
  await until(async () => expect(await database.count('entries')).toBe(0))
  expect(await database.count('rows')).toBe(0)
  write()
  await saved(other)
  await until(() => expect(server.log).toHaveLength(2))
  expect([server.answers.get(412), sender.outbox.halted(row(0))]).toEqual([undefined, undefined])
})

test('T08 what is pressed after the listed changes were given up is sent without them', async () => {
  const [server, profile] = [new ServerModel(), new Profile()]
  server.cut = goneAway
  const tab = profile.open(server)
  tab.add(0, reject)
  await stored(tab, 1)
  const listed = tab.outbox.unsentRows().flatMap(({ keys }) => keys)
  tab.add(0, { notes: 'left the team' })
  await stored(tab, 2)
  expect(await tab.outbox.discard(new Set(listed))).toBe(true)
  await stored(tab, 1)
  tab.kill()
  server.cut = () => undefined
  const next = profile.open(server)
  await until(() => expect(server.log).toHaveLength(1))
  await saved(next)
  expect(server.log.map(({ change }) => change)).toEqual([{ notes: 'left the team' }])
})
