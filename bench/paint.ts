import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { launchBrowser } from './browser.ts'
import { importCertification } from './certification.ts'
import { decideByKey, followDecisions, oneWord, pace, type Decided } from './decide-by-key.ts'
import { median, ms, pairedRatio, percentile, ratioRow, row } from './figures.ts'
import { openStore } from '#server/store/database/open.ts'
import { sessionCookie } from './session-cookie.ts'
import { type Build, end, freePort, runCommand, startProgram, thisBuild } from './program.ts'

const rows = 100_000
const rounds = 7
/** Decisions in one round. */
const each = 80
const oneWordName = 'one word of an empty page'
const reviewer = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }

/** A page in a browser of its own, in which decisions are made by key. */
type Side = { readonly name: string; readonly tab: Page }

/** What to close in the end, last first. */
type Closing = (() => Promise<void>)[]

/**
 * One reviewer decides row after row by key in a list of 100,000 in Chromium without throttling. For how long tasks of
 * the main thread run for one decision is held to the same of one word of an empty page by the same keys; the two, and
 * the build of the commit before where it is given, take turns. How long a decision waits for the screen's next frame is
 * not its work, so that is told apart.
 */
export async function paint(before: Build | undefined): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-paint-'))
  const closing: Closing = [() => rm(dir, { recursive: true, force: true })]
  try {
    const sides = [await reviewSide('ours', thisBuild, join(dir, 'ours'), closing)]
    if (before) sides.push(await reviewSide('before', before, join(dir, 'before'), closing))
    const tab = await openTab(closing)
    await tab.evaluate(oneWord)
    sides.push({ name: oneWordName, tab })
    for (const side of sides) await side.tab.evaluate(followDecisions)
    tell(await takeTurns(sides))
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/** A build with the demonstration for its people, and a certification of which every row is for one of them. */
async function reviewSide(name: string, build: Build, dataDir: string, closing: Closing): Promise<Side> {
  await runCommand(build, dataDir, 'demo', ['--events', '20', '--rows', '40'])
  const given = { rows, name: 'Every row of one reviewer', reviewerOf: () => reviewer.email }
  const certification = await importCertification(build, dataDir, given)
  const { child, url } = await startProgram(dataDir, await freePort(), build)
  closing.push(() => end(child, 'SIGTERM'))
  const tab = await openTab(closing)
  await signIn(tab, url, dataDir)
  await openReview(tab, url, certification)
  return { name, tab }
}

async function openTab(closing: Closing): Promise<Page> {
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  return await browser.newPage({ viewport: { width: 1440, height: 900 } })
}

/** Signs in as the reviewer: by a session, where the import has closed the entrance, as builds since 0018 do. */
async function signIn(tab: Page, url: string, dataDir: string): Promise<void> {
  const { local } = (await (await fetch(`${url}/app/v1/accounts`)).json()) as { local: boolean }
  if (local) {
    await tab.goto(`${url}/sign-in?to=/reviews`)
    await tab.getByRole('button', { name: reviewer.name }).click()
  } else {
    const quiet = { info: () => undefined, warn: () => undefined }
    const store = await openStore({ dataDir, applicationName: 'countersign bench', log: quiet })
    const client = await store.database.openClient('countersign bench')
    const { rows: people } = await client.query('SELECT user_type, id FROM person WHERE email = $1', [
      reviewer.email,
    ])
    const [name = '', value = ''] = (await sessionCookie(client, people[0])).split('=')
    await client.end()
    await store.close()
    await tab.context().addCookies([{ name, value, url }])
    await tab.goto(`${url}/reviews`)
  }
  await tab.getByRole('banner').getByRole('button', { name: reviewer.name }).waitFor()
}

/** Opens the list of everything, and marks a row of it. */
async function openReview(tab: Page, url: string, certification: string): Promise<void> {
  await tab.goto(`${url}/reviews/${certification}`)
  await tab.getByText(`${rows.toLocaleString('en')} rows`, { exact: true }).waitFor()
  await tab.getByRole('button', { name: 'Keys', exact: true }).waitFor()
  await tab.locator('[data-grid]').press('ArrowDown')
}

/** What was decided in each round. */
type Rounds = readonly (readonly Decided[])[]

/** Each side in each round. The first round is not counted: its code is not compiled yet. */
async function takeTurns(sides: readonly Side[]): Promise<ReadonlyMap<string, Rounds>> {
  const taken = new Map(sides.map(({ name }): [string, (readonly Decided[])[]] => [name, []]))
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, tab } of round % 2 === 0 ? sides : sides.toReversed()) {
      const decided = await decideByKey(tab, each)
      if (round > 0) taken.get(name)?.push(decided)
    }
  return taken
}

function tell(taken: ReadonlyMap<string, Rounds>): void {
  row(
    'decisions by key',
    `${rounds} times ${each}, up to ${1000 / pace} a second, ${rows.toLocaleString('en')} rows`,
  )
  for (const [name, all] of taken) {
    row(`${name}, tasks of the main thread from the key to the end of the frame`, figuresOf(all, 'ran'))
    row(`${name}, of that on a processor`, figuresOf(all, 'processor'))
    row(`${name}, with the wait for the next frame (60 a second)`, figuresOf(all, 'waited'))
  }
  const [ours, word, before] = ['ours', oneWordName, 'before'].map((name) => taken.get(name) ?? [])
  if (!ours || !word) throw new Error('a side has not taken turns')
  ratioRow(`decision / ${oneWordName}, tasks, median`, ratioOf(ours, word, 'ran', 0.5), { atMost: 3.5 })
  ratioRow(`decision / ${oneWordName}, tasks, p95`, ratioOf(ours, word, 'ran', 0.95), { atMost: 4 })
  const processor = [0.5, 0.95].map((share) => ratioOf(ours, word, 'processor', share).toFixed(2))
  row(`decision / ${oneWordName}, processor, median and p95`, processor.join(', '))
  if (!before?.length) return row('ours / before', 'left out; give a built checkout with --before DIR')
  // By the processor, because what other programs do meanwhile is several times what this is to find.
  ratioRow('decision, ours / before, processor, median', ratioOf(ours, before, 'processor', 0.5), {
    atMost: 1.1,
  })
  row('decision, ours / before, processor, p95', ratioOf(ours, before, 'processor', 0.95).toFixed(2))
}

/** The ratio of what lies above `share` of the decisions, round by round. */
function ratioOf(ours: Rounds, measure: Rounds, what: keyof Decided, share: number): number {
  const of = (all: Rounds) =>
    all.map((decided) =>
      percentile(
        decided.map((one) => one[what]),
        share,
      ),
    )
  return pairedRatio(of(ours), of(measure))
}

function figuresOf(all: Rounds, what: keyof Decided): string {
  const took = all.flat().map((one) => one[what])
  return `median ${ms(median(took))}, p95 ${ms(percentile(took, 0.95))}, max ${ms(Math.max(...took))}`
}
