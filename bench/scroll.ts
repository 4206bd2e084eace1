import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { launchBrowser } from './browser.ts'
import { mean, median, ms, pairedRatio, percentile, ratioRow, row } from './figures.ts'
import { signIn } from './first-view.ts'
import { handWrittenList } from './hand-written-list.ts'
import { type Build, end, freePort, runCommand, startProgram, thisBuild } from './program.ts'
import { shownFrames } from './shown-frames.ts'
import { scrolled, type Scrolled, type Stretch } from './scroll-frames.ts'

/** As many as a list loads at most; the store has more. */
const rows = 20_000
const demo = ['--events', '25000', '--rows', '40', '--seed', '1', '--until', '2026-11-20T00:00:00Z']
const rounds = 7
/** Pixels a second, where the machine draws as many frames as this. */
const speed = 20_000
const framesPerSecond = 60
/** Rounds go through the list one after the other, each through as much of it as this. */
const pixels = 85_000
const path = '/api/private/lifecycle_management/action_events?order_by=started_at+desc&page_size=100'

/** A page under measure, in a browser of its own. */
type Side = { readonly name: string; readonly tab: Page }
type Closing = (() => Promise<void>)[]

/**
 * The activity log with 20,000 events loaded, scrolled at 20,000 pixels a second in Chromium without throttling: blank frames, and
 * for how long the main thread has a processor in a frame. Beside it, in turns, a list written by hand without React, and the build of
 * the commit before where it is given.
 */
export async function scroll(before: Build | undefined): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-scroll-'))
  const closing: Closing = [() => rm(dir, { recursive: true, force: true })]
  try {
    const url = await startDemo(thisBuild, join(dir, 'ours'), closing)
    const sides = [{ name: 'page', tab: await loadedPage(url, closing) }]
    if (before) {
      const urlBefore = await startDemo(before, join(dir, 'before'), closing)
      sides.push({ name: 'before', tab: await loadedPage(urlBefore, closing) })
    }
    const tab = await openTab(url, closing)
    await tab.evaluate(handWrittenList, { rows, path })
    sides.push({ name: 'hand-written', tab })
    tell(await takeTurns(sides))
    // Pictures of the list written by hand would be held to nothing.
    for (const { name, tab } of sides.slice(0, -1)) await tellShown(name, tab)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

async function startDemo(build: Build, dataDir: string, closing: Closing): Promise<string> {
  await runCommand(build, dataDir, 'demo', demo)
  const { child, url } = await startProgram(dataDir, await freePort(), build)
  closing.push(() => end(child, 'SIGTERM'))
  return url
}

/** Signed in as the auditor, on something small of the server's. */
async function openTab(url: string, closing: Closing): Promise<Page> {
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await tab.goto(`${url}/healthz`)
  await signIn(tab, undefined)
  return tab
}

/** The activity log, scrolled to its end until all rows are loaded. */
async function loadedPage(url: string, closing: Closing): Promise<Page> {
  const tab = await openTab(url, closing)
  await tab.goto(url)
  await tab.locator('[data-grid] tbody tr').first().waitFor()
  await tab.waitForFunction(
    (wanted) => {
      const table = document.querySelector<HTMLTableElement>('[data-grid]')
      const body = table?.tBodies[0]
      table?.parentElement?.scrollTo(0, table.offsetHeight)
      return (body?.offsetHeight ?? 0) >= wanted * (body?.rows[0]?.offsetHeight ?? Infinity)
    },
    rows,
    { timeout: 300_000 },
  )
  return tab
}

type Taken = ReadonlyMap<string, readonly Scrolled[]>

/** Each side in each round. The first round is not counted: its code is not compiled yet. */
async function takeTurns(sides: readonly Side[]): Promise<Taken> {
  const taken = new Map(sides.map(({ name }): [string, Scrolled[]] => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    const stretch: Stretch = { from: round * pixels, pixels, each: speed / framesPerSecond }
    for (const { name, tab } of round % 2 === 0 ? sides : sides.toReversed()) {
      const took = await scrolled(tab, stretch)
      if (round > 0) taken.get(name)?.push(took)
    }
  }
  return taken
}

function tell(taken: Taken): void {
  for (const [name, all] of taken) {
    const intervals = all.flatMap((one) => one.intervals)
    const reached = (speed * (1000 / framesPerSecond)) / mean(intervals)
    row(`${name}, frames, and pixels a second`, `${intervals.length}, ${reached.toFixed(0)}`)
    const blank = all.reduce((sum, one) => sum + one.blank, 0)
    if (name === 'page') row(`${name}, blank frames`, String(blank), '0', blank === 0)
    else row(`${name}, blank frames`, String(blank))
    const processor = all.flatMap((one) => one.processor)
    const figures = `mean ${ms(mean(processor))}, p95 ${ms(percentile(processor, 0.95))}, median of the rounds ${ms(median(meansOf(all)))}`
    if (name === 'page')
      row(`${name}, main thread on a processor in a frame`, figures, 'mean ≤ 6 ms', mean(processor) <= 6)
    else row(`${name}, main thread on a processor in a frame`, figures)
  }
  const of = (name: string) => meansOf(taken.get(name) ?? [])
  ratioRow('page / hand-written, mean of a frame', pairedRatio(of('page'), of('hand-written')), {
    atMost: 1.8,
  })
  if (taken.has('before'))
    ratioRow('page / before, mean of a frame', pairedRatio(of('page'), of('before')), { atMost: 1.1 })
}

/** By a wheel, and by pictures of what the browser showed; how many of these there are depends on the machine. */
async function tellShown(name: string, tab: Page): Promise<void> {
  const { pictures, blank } = await shownFrames(tab, { from: pixels, pixels, speed })
  row(`${name}, scrolled by a wheel: pictures of frames, and blank ones`, `${pictures}, ${blank}`)
}

const meansOf = (all: readonly Scrolled[]) => all.map(({ processor }) => mean(processor))
