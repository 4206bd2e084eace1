import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import { launchBrowser } from './browser.ts'
import { maker, startBulkServer } from './bulk-server.ts'
import { mean, ms, percentile, row } from './figures.ts'
import { end } from './program.ts'
import { sessionCookie } from './session-cookie.ts'
import { endOfTask, readTrace, traced, workBetween } from './trace.ts'

const rows = 50_000
const times = 60
const pace = 60
const limit = 6

/** What is pressed on the header of a group, in turns. */
const moves = {
  'to the next group': ['Alt+ArrowDown'],
  'open and close a group': ['ArrowRight', 'ArrowLeft'],
  'from row to row of open groups': ['ArrowDown'],
} as const

/** Keys in a list of 50,000 rows in groups: how long tasks of the main thread run from a key to the end of its frame. */
export async function groupKeys(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-group-keys-'))
  const scene = await startBulkServer(join(dir, 'data'), rows, 100)
  const browser = await launchBrowser()
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const url = `http://127.0.0.1:${scene.port}`
    const [name = '', value = ''] = (await sessionCookie(scene.pool, maker)).split('=')
    await tab.context().addCookies([{ name, value, url }])
    await tab.goto(`${url}/reviews/${scene.certification}?group=source`)
    await tab.getByText(/^\d+ groups by who$/).waitFor()
    await tab.getByRole('button', { name: 'Keys', exact: true }).waitFor()
    await tab.evaluate(followKeys)
    for (const [what, keys] of Object.entries(moves)) {
      if (what.startsWith('from row')) await tab.getByRole('button', { name: 'Expand all' }).click()
      else await tab.getByRole('button', { name: 'Collapse all' }).click()
      await tab.locator('[data-grid]').press('Home')
      await press(tab, keys, 10)
      const ran = await press(tab, keys, times)
      row(`${what}, 95 % below`, ms(percentile(ran, 0.95)))
      row(`${what}, mean`, ms(mean(ran)), `≤ ${limit} ms`, mean(ran) <= limit)
    }
  } finally {
    await browser.close()
    await end(scene.server.child, 'SIGTERM')
    await scene.close()
    await rm(dir, { recursive: true, force: true })
  }
}

/** Presses keys in turns, each after the frame of the one before; for how long tasks ran for each, in milliseconds. */
async function press(tab: Page, keys: readonly string[], count: number): Promise<readonly number[]> {
  const browser = tab.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  await browser.startTracing(tab, { categories: traced })
  for (let at = 0; at < count; at += 1) {
    const next = sleep(pace)
    const drawn = tab.waitForEvent('console', { predicate: (message) => message.text() === 'drawn' })
    await Promise.all([drawn, tab.keyboard.press(keys[at % keys.length] ?? '')])
    await next
  }
  const trace = readTrace(await browser.stopTracing())
  const ran = [...trace.marks].flatMap(([mark, key]) => {
    const frame = trace.marks.get(mark.replace('key', 'frame'))
    if (!mark.startsWith('key ') || frame === undefined) return []
    return workBetween(trace, key, endOfTask(trace, frame)).ran
  })
  if (ran.length !== count) throw new Error(`${ran.length} of ${count} keys were drawn`)
  return ran
}

/** Runs in the page: marks in the trace when a key that moves came and the frame after it, and says `drawn` then. */
function followKeys(): void {
  let turn = 0
  addEventListener(
    'keydown',
    ({ key }) => {
      if (!key.startsWith('Arrow')) return
      turn += 1
      performance.mark(`key ${turn}`)
      requestAnimationFrame(() => {
        performance.mark(`frame ${turn}`)
        setTimeout(() => console.debug('drawn'))
      })
    },
    { capture: true },
  )
}
