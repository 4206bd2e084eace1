import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import { launchBrowser } from './browser.ts'
import { maker, startBulkServer } from './bulk-server.ts'
import { mean, median, ms, percentile, row } from './figures.ts'
import { type Build, end, thisBuild } from './program.ts'
import { sessionCookie } from './session-cookie.ts'
import { endOfTask, readTrace, type Trace, traced, workBetween } from './trace.ts'

const rows = 50_000
/** Turns of each build; the first is not counted, since its code is not compiled yet. */
const rounds = 3
const keysEach = 60
/** Milliseconds of main thread a frame. */
const limit = 6
/** Milliseconds from one frame to the next. */
const frame = 1000 / 60

/** Keys that are pressed in turns, as fast as a hand presses them or a keyboard repeats one that is held. */
type Move = {
  readonly name: string
  /** What is pressed before on the bar of the groups. */
  readonly from: 'Collapse all' | 'Expand all'
  readonly keys: readonly string[]
  readonly perSecond: number
}

const moves: readonly Move[] = [
  { name: 'to the next group', from: 'Collapse all', keys: ['Alt+ArrowDown'], perSecond: 30 },
  {
    name: 'opening and closing a group',
    from: 'Collapse all',
    keys: ['ArrowRight', 'ArrowLeft'],
    perSecond: 8,
  },
  {
    name: 'opening and closing one group after the other',
    from: 'Collapse all',
    keys: ['ArrowRight', 'ArrowLeft', 'Alt+ArrowDown'],
    perSecond: 8,
  },
  { name: 'from row to row of open groups', from: 'Expand all', keys: ['ArrowDown'], perSecond: 30 },
]

type Work = ReturnType<typeof workBetween>

/** What the main thread did in one turn of a move. */
type Turn = {
  /** From each key to the end of its frame. */
  readonly keys: readonly Work[]
  /** Milliseconds of a processor a frame: all that ran from the first key until the last one's time was over, at 60 a second. */
  readonly frame: number
}

/** A build with a browser of its own. */
type Side = { readonly name: string; readonly tab: Page; readonly close: () => Promise<void> }

/**
 * Keys in a list of 50,000 rows in groups of 100. Two figures of each move: what the main thread does from a key to the end of
 * its frame, which is printed; and what it does at all while one goes on so, divided by the frames of that time, those in
 * which nothing is drawn among them, which is held. A build of the commit before takes turns where it is named.
 */
export async function groupKeys(before: Build | undefined): Promise<void> {
  const sides: Side[] = []
  try {
    sides.push(await sideOf('ours', thisBuild))
    if (before) sides.push(await sideOf('before', before))
    for (const move of moves) tell(move, await takeTurns(sides, move))
  } finally {
    for (const side of sides) await side.close()
  }
}

async function sideOf(name: string, build: Build): Promise<Side> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-group-keys-'))
  const scene = await startBulkServer(join(dir, 'data'), rows, 100, build)
  const browser = await launchBrowser()
  const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const url = `http://127.0.0.1:${scene.port}`
  const [cookie = '', value = ''] = (await sessionCookie(scene.pool, maker)).split('=')
  await tab.context().addCookies([{ name: cookie, value, url }])
  await tab.goto(`${url}/reviews/${scene.certification}?group=source`)
  await tab.getByText(/^\d+ groups by who$/).waitFor()
  await tab.getByRole('button', { name: 'Keys', exact: true }).waitFor()
  await tab.evaluate(followKeys)
  async function close() {
    await browser.close()
    await end(scene.server.child, 'SIGTERM')
    await scene.close()
    await rm(dir, { recursive: true, force: true })
  }
  return { name, tab, close }
}

async function takeTurns(sides: readonly Side[], move: Move): Promise<ReadonlyMap<string, readonly Turn[]>> {
  const taken = new Map(sides.map(({ name }): [string, Turn[]] => [name, []]))
  for (const { tab } of sides) {
    await tab.getByRole('button', { name: move.from }).click()
    await tab.locator('[data-grid]').press('Home')
  }
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, tab } of round % 2 === 0 ? sides : sides.toReversed()) {
      const turn = await press(tab, move)
      if (round > 0) taken.get(name)?.push(turn)
    }
  return taken
}

function tell({ name: move, perSecond }: Move, taken: ReadonlyMap<string, readonly Turn[]>): void {
  for (const [name, turns] of taken) {
    const keys = turns.flatMap((turn) => turn.keys)
    const ran = keys.map((key) => key.ran)
    const processor = keys.map((key) => key.processor)
    const of = name === 'ours' ? move : `${move}, ${name}`
    row(
      `${of}, from a key to the end of its frame`,
      `mean ${ms(mean(ran))}, p95 ${ms(percentile(ran, 0.95))}; on a processor ${ms(mean(processor))}`,
    )
    const figure = median(turns.map((turn) => turn.frame))
    const what = `${of}, ${perSecond} keys a second, on a processor, mean of all frames at 60 a second`
    if (name === 'ours') row(what, ms(figure), `≤ ${limit} ms`, figure <= limit)
    else row(what, ms(figure))
  }
}

/** Presses keys in turns. A key comes later than it is due where the frame of the one before is not drawn by then. */
async function press(tab: Page, { keys, perSecond }: Move): Promise<Turn> {
  const browser = tab.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  await browser.startTracing(tab, { categories: traced })
  const pace = 1000 / perSecond
  const start = performance.now()
  for (let at = 0; at < keysEach; at += 1) {
    await sleep(Math.max(0, start + at * pace - performance.now()))
    const drawn = tab.waitForEvent('console', { predicate: (message) => message.text() === 'drawn' })
    await Promise.all([drawn, tab.keyboard.press(keys[at % keys.length] ?? '')])
  }
  await sleep(pace)
  return turnOf(readTrace(await browser.stopTracing()), pace)
}

function turnOf(trace: Trace, pace: number): Turn {
  const pressed = [...trace.marks].filter(([mark]) => mark.startsWith('key '))
  const times = pressed.map(([, at]) => at)
  const keys = pressed.flatMap(([mark, at]) => {
    const drawn = trace.marks.get(mark.replace('key', 'frame'))
    return drawn === undefined ? [] : [workBetween(trace, at, endOfTask(trace, drawn))]
  })
  if (keys.length !== keysEach) throw new Error(`${keys.length} of ${keysEach} keys were drawn`)
  const { processor } = workBetween(trace, Math.min(...times), Math.max(...times) + pace)
  // Of the frames of the time that so many keys should take: where they came later, the figure is none the better for it.
  return { keys, frame: processor / ((keysEach * pace) / frame) }
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
