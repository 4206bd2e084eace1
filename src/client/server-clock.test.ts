import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createServerClock } from './server-clock.ts'

const [second, hour] = [1000, 3600_000]
/** What the server writes into `Date`: its own clock, so far ahead of the real time. */
let ahead = 0
const server = createServer((_, response) => {
  response.setHeader('Date', new Date(Date.now() + ahead).toUTCString()).end()
})
let base = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** How far a clock is from the server's, in milliseconds. */
const error = (clock: { now: () => number }) => Math.abs(clock.now() - (Date.now() + ahead))

test('T15 the clock is the device’s until something is answered, then the server’s', async () => {
  ahead = -5 * hour
  const clock = createServerClock()
  expect(error(clock)).toBeGreaterThan(4 * hour)
  let set = 0
  clock.onSet(() => set++)
  await clock.wrapFetch(fetch)(base)
  expect(error(clock)).toBeLessThan(second)
  expect(set).toBe(1)
})

test('T15 answers in different parts of a second tell the time more exactly than one', async () => {
  ahead = 2 * hour
  const clock = createServerClock()
  const ask = clock.wrapFetch(fetch)
  await vi.waitFor(
    async () => {
      await ask(base)
      expect(error(clock)).toBeLessThan(100)
    },
    { timeout: 10_000, interval: 50 },
  )
})

test('T15 a clock that is put right meanwhile is followed', async () => {
  ahead = 0
  const clock = createServerClock()
  const ask = clock.wrapFetch(fetch)
  for (const next of [0, 3 * hour, -hour]) {
    ahead = next
    await ask(base)
    expect(error(clock)).toBeLessThan(second)
  }
})

test('T15 an answer without a readable Date changes nothing', async () => {
  const clock = createServerClock()
  await clock.wrapFetch(() => Promise.resolve(new Response('', { headers: { Date: 'soon' } })))(base)
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(100)
})
