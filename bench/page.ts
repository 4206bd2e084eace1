import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { Certification } from '#contract/reviews/certification.ts'
import { page } from '#contract/envelopes.ts'
import { Account } from '#contract/session/session.ts'
import { launchBrowser } from './browser.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'
import { type FirstView, firstView, type Network, signIn, type View } from './first-view.ts'
import { buildFloor } from './floor/build.ts'
import { type Build, end, freePort, runCommand, startProgram, thisBuild } from './program.ts'

const rounds = 7
/** Slow 4G as Chromium's own tools have it: 150 ms there and back, 1.6 Mbit/s each way. */
const slow4g: Network = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
}
const networks = [
  { name: 'slow 4G, 4× CPU', network: slow4g },
  { name: 'fast server, 4× CPU', network: undefined },
]
const screens = ['activity', 'review'] as const
const screenNames = { activity: 'activity', review: 'review of 50,000 rows' } as const
/** The same rows in every build. */
const demo = ['--events', '20000', '--seed', '1', '--until', '2026-11-20T00:00:00Z']

/** A page under measure: ours, that of the commit before, or the floor. */
type Side = {
  readonly name: 'ours' | 'before' | 'floor'
  readonly views: Readonly<Record<(typeof screens)[number], View>>
}

/**
 * The first view in Chromium, cold cache: from the start of the navigation until rows answer to keys, which is when the
 * mark moves under a reader who presses ArrowDown from the first paint on. Ours, the floor (floor/main.tsx) and the
 * build of the commit before, where it is given, take turns in each round.
 */
export async function firstViews(before: Build | undefined): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-page-'))
  const closing = [() => rm(dir, { recursive: true, force: true })]
  try {
    const browser = await launchBrowser()
    closing.push(() => browser.close())
    const builds = { ours: thisBuild, ...(before && { before }), floor: await buildFloor() }
    const sides: Side[] = []
    for (const [name, build] of Object.entries(builds)) {
      const dataDir = join(dir, name)
      await runCommand(build, dataDir, 'demo', demo)
      const { child, url } = await startProgram(dataDir, await freePort(), build)
      closing.push(() => end(child, 'SIGTERM'))
      sides.push({ name: name as Side['name'], views: await viewsOf(browser, url) })
    }
    if (!before) row('the commit before', 'left out; give its built checkout with --before DIR')
    for (const screen of screens)
      for (const { name, network } of networks)
        tell(`${screenNames[screen]}, ${name}`, await takeTurns(browser, sides, screen, network))
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/** The activity, and the demonstration's largest certification as the first of its reviewers. */
async function viewsOf(browser: Browser, url: string): Promise<Side['views']> {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(`${url}/healthz`)
  const read = async (path: string): Promise<unknown> =>
    await tab.evaluate(async (path) => (await fetch(path)).json(), path)
  await signIn(tab, undefined)
  const { values } = page(Certification).parse(await read('/api/preview/awf/certifications'))
  const [largest] = values.toSorted((a, b) => b.total_result_count - a.total_result_count)
  const accounts = page(Account).parse(await read('/app/v1/accounts')).values
  const account = accounts.find(({ roles }) => roles.includes('reviewer'))
  if (!largest || !account) throw new Error('the demonstration has no certification or no reviewer')
  await context.close()
  return {
    activity: { url: `${url}/` },
    review: { url: `${url}/reviews/${largest.certification_id}`, account },
  }
}

type Taken = ReadonlyMap<Side['name'], readonly FirstView[]>

/** Each side in each round. The first round is not counted: servers are slower then. */
async function takeTurns(
  browser: Browser,
  sides: readonly Side[],
  screen: keyof Side['views'],
  network: Network | undefined,
): Promise<Taken> {
  const taken = new Map(sides.map(({ name }): [Side['name'], FirstView[]] => [name, []]))
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, views } of round % 2 === 0 ? sides : sides.toReversed()) {
      const view = await firstView(browser, views[screen], network)
      if (round > 0) taken.get(name)?.push(view)
    }
  return taken
}

function tell(what: string, taken: Taken): void {
  for (const [name, views] of taken) {
    const [moved, visible] = [views.map((view) => view.moved), views.map((view) => view.visible)]
    const sizes = views.map((view) => view.kilobytes)
    row(
      `${what}, ${name}`,
      `rows answer keys after ${ms(median(moved))}, min ${ms(Math.min(...moved))}; ` +
        `rows visible after ${ms(median(visible))}; ${median(sizes).toFixed(0)} KB`,
    )
  }
  const of = (name: Side['name']) => (taken.get(name) ?? []).map((view) => view.moved)
  ratioRow(`${what}, ours / floor`, pairedRatio(of('ours'), of('floor')), { atMost: 1.8, goal: 1.4 })
  if (taken.has('before'))
    ratioRow(`${what}, ours / before`, pairedRatio(of('ours'), of('before')), { below: 1 })
}
