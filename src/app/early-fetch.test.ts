import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServerClock } from '#client/server-clock.ts'
import { earlyFetch } from './early-fetch.ts'

const seen: string[] = []
const server = createServer((request, response) => {
  seen.push(request.url ?? '')
  response.end(request.url)
})
let base = ''
const askedAt = Date.now()
const firstPagePath = '/first-page'

beforeEach(async () => {
  seen.length = 0
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  globalThis.countersignEarly = undefined
  server.close()
})

test('the early page is handed out once, to the request that asks for it', async () => {
  const early = fetch(`${base}/early`)
  globalThis.countersignEarly = {
    session: Promise.resolve(),
    pages: new Map([[firstPagePath, early]]),
    askedAt,
  }
  const fetchAfter = earlyFetch(createServerClock())
  expect(await (await fetchAfter(`${base}/other`)).text()).toBe('/other')
  expect(await fetchAfter(firstPagePath)).toBe(await early)
  expect(await (await fetchAfter(`${base}/again`)).text()).toBe('/again')
  expect(globalThis.countersignEarly.pages.size).toBe(0)
})

test('no request leaves before the early script has its session', async () => {
  let open: (value: unknown) => void = () => undefined
  const session = new Promise((resolve) => {
    open = resolve
  })
  globalThis.countersignEarly = { session, pages: new Map(), askedAt }
  const answer = earlyFetch(createServerClock())(`${base}/first`)
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual([])
  open(undefined)
  expect(await (await answer).text()).toBe('/first')
})

test('where the early script has not run it is told that it need not', async () => {
  earlyFetch(createServerClock())
  expect(globalThis.countersignEarly).toMatchObject({ pages: new Map() })
})

test('T15 the clock learns from what the early script has asked for', async () => {
  const hours = 5 * 3600_000
  const date = new Date(Date.now() + hours).toUTCString()
  const early = Promise.resolve(new Response('', { headers: { Date: date } }))
  globalThis.countersignEarly = {
    session: Promise.resolve(),
    pages: new Map([[firstPagePath, early]]),
    askedAt: Date.now(),
  }
  const clock = createServerClock()
  await earlyFetch(clock)(firstPagePath)
  expect(Math.abs(clock.now() - Date.now() - hours)).toBeLessThan(2000)
})
