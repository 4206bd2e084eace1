import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CodeNotLoaded, lazyModule } from './lazy-module.ts'

const address = 'http://127.0.0.1:4870/assets/help-dialog-Ab12.js'
/** As Chromium says it; Firefox names the address too. */
const failed = new TypeError(`Failed to fetch dynamically imported module: ${address}`)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Has the server answer with that status when it is asked for a file; undefined: it does not answer. */
function serverSays(status: number | undefined) {
  const fetch = vi.fn(() =>
    status === undefined
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(new Response(null, { status })),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}

test('T07 what failed is fetched again when it is asked for again, and stays once it is here', async () => {
  serverSays(undefined)
  const get = vi.fn(() => Promise.resolve('help')).mockRejectedValueOnce(failed)
  const code = lazyModule(get, (module) => module)
  expect(await code.fetch()).toEqual({ kind: 'failed', why: 'no answer' })
  expect(code.getState()).toEqual({ kind: 'failed', why: 'no answer' })
  expect(get).toHaveBeenCalledTimes(1)
  expect(await code.fetch()).toEqual({ kind: 'ready', value: 'help' })
  expect(await code.load()).toBe('help')
  expect(get).toHaveBeenCalledTimes(2)
})

test.each([
  [undefined, 'no answer'],
  [503, 'no answer'],
  [404, 'new version'],
  [200, 'not loaded'],
] as const)('T07 where the server answers %s for the file, the reason is: %s', async (status, why) => {
  const fetch = serverSays(status)
  const code = lazyModule(() => Promise.reject(failed), String)
  expect(await code.fetch()).toEqual({ kind: 'failed', why })
  expect(fetch).toHaveBeenCalledWith(address, expect.objectContaining({ method: 'HEAD', cache: 'no-store' }))
  await expect(code.load()).rejects.toThrow(CodeNotLoaded)
})

test('T07 where the server has the file after all, it is fetched once more', async () => {
  serverSays(200)
  const get = vi.fn(() => Promise.resolve('help')).mockRejectedValueOnce(failed)
  expect(await lazyModule(get, String).fetch()).toEqual({ kind: 'ready', value: 'help' })
  expect(get).toHaveBeenCalledTimes(2)
})

test('T07 where the browser does not say which file it was, the page’s own entry is asked for', async () => {
  const fetch = serverSays(404)
  const entry = 'http://127.0.0.1:4870/assets/index-Cd34.js'
  vi.stubGlobal('document', { querySelector: () => ({ src: entry }) })
  const code = lazyModule(() => Promise.reject(new TypeError('Importing a module script failed.')), String)
  expect(await code.fetch()).toEqual({ kind: 'failed', why: 'new version' })
  expect(fetch).toHaveBeenCalledWith(entry, expect.anything())
})

test('T07 a fetch that hangs is given up after ten seconds; what comes later is still taken', async () => {
  serverSays(undefined)
  vi.stubGlobal('document', { querySelector: () => ({ src: address }) })
  const waiting: ((text: string) => void)[] = []
  const code = lazyModule(() => new Promise<string>((done) => waiting.push(done)), String)
  const heard = vi.fn()
  code.subscribe(heard)
  const first = code.fetch()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await first).toEqual({ kind: 'failed', why: 'no answer' })
  for (const arrive of waiting) arrive('help')
  await vi.advanceTimersByTimeAsync(0)
  expect(code.getState()).toEqual({ kind: 'ready', value: 'help' })
  expect(heard).toHaveBeenCalledTimes(2)
})
