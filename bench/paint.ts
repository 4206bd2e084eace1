import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { Certification } from '#contract/certification.ts'
import { page as pageOf } from '#contract/envelopes.ts'
import { median, ms, percentile, row } from './figures.ts'
import { end, freePort, startCommand, startProgram } from './program.ts'
import { busyBetween, endOfTask, readTrace, traced } from './trace.ts'

const rows = 100_000
const warmUp = 40
const measured = 400
/** Milliseconds from one press to the next. */
const pace = 50
const name = 'Every row of one reviewer'
const reviewer = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }

/**
 * One reviewer decides row after row by key in a list of 100,000, twenty a second, in Chromium without throttling. The
 * figure to hold is what the main thread works for one decision; how long it waits for the screen's next frame is not
 * its work, so that is told apart.
 */
export async function paint(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-paint-'))
  const dataDir = join(dir, 'data')
  await fill(dir, dataDir)
  const server = await startProgram(dataDir, await freePort())
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await openReview(tab, server.url)
    await press(tab, warmUp)
    const ours = await follow(browser, tab)
    await tab.goto('about:blank')
    await tab.evaluate(oneWord)
    await press(tab, warmUp)
    tell(ours, await follow(browser, tab))
  } finally {
    await browser.close()
    await end(server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

/** What decisions by key took. */
async function follow(browser: Browser, tab: Page): Promise<Took> {
  await tab.evaluate(followDecisions)
  await browser.startTracing(tab, { categories: traced })
  await press(tab, measured)
  return tookOf(readTrace(await browser.stopTracing()))
}

/** The demonstration for its people, and a certification of which every row is for one of them. */
async function fill(dir: string, dataDir: string): Promise<void> {
  const env = { DATA_DIR: dataDir, DATABASE_URL: '' }
  const file = join(dir, 'access.csv')
  const lines = Array.from({ length: rows }, (_, at) => {
    const [person, profile] = [Math.floor(at / 100), at % 100]
    return `OktaUser,u${person},Person ${person},SalesforceProfile,p${profile},Profile ${profile},Read;Update`
  })
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  await writeFile(file, [header, ...lines, ''].join('\n'))
  const options = ['--keep-demo', '--workflow', 'Bench', '--name', name, '--reviewer', reviewer.email]
  await succeeds(startCommand('demo', ['--events', '20', '--rows', '40'], env))
  await succeeds(startCommand('import', ['certification', file, ...options], env))
}

async function succeeds(command: ReturnType<typeof startCommand>): Promise<void> {
  const [code] = await once(command, 'exit')
  if (code !== 0) throw new Error(`a command ended with ${String(code)}`)
}

/** Signs in as the reviewer, opens the list of everything, and puts the keys on its first row. */
async function openReview(tab: Page, url: string): Promise<void> {
  await tab.goto(`${url}/sign-in?to=/reviews`)
  await tab.getByRole('button', { name: reviewer.name }).click()
  await tab.getByRole('banner').getByRole('button', { name: reviewer.name }).waitFor()
  const answer: unknown = await tab.evaluate(async () =>
    (await fetch('/api/preview/awf/certifications')).json(),
  )
  const review = pageOf(Certification)
    .parse(answer)
    .values.find((certification) => certification.name === name)
  if (!review) throw new Error('the imported certification is not there')
  await tab.goto(`${url}/reviews/${review.certification_id}`)
  await tab.getByText(`${rows.toLocaleString('en')} rows`, { exact: true }).waitFor()
  await tab.getByRole('button', { name: 'Keys', exact: true }).waitFor()
  await tab.locator('[data-grid]').focus()
}

/** Accepts row after row, by a steady clock. */
async function press(tab: Page, times: number): Promise<void> {
  const begun = performance.now()
  for (let at = 0; at < times; at += 1) {
    await sleep(Math.max(0, begun + at * pace - performance.now()))
    await tab.keyboard.press('a')
  }
  // The last one has a frame too.
  await sleep(2 * pace)
  await tab
    .getByText(/(on this device|saving…)$/)
    .first()
    .waitFor({ state: 'detached' })
}

/** Runs in the page: marks in the trace when a key came, when the decision stood in its row, and the frame after that. */
function followDecisions(): void {
  let turn = 0
  let waiting: HTMLElement | null = null
  addEventListener(
    'keydown',
    () => {
      turn += 1
      waiting = document.querySelector<HTMLElement>('tr[data-active]')
      performance.mark(`key ${turn}`)
    },
    { capture: true },
  )
  new MutationObserver(() => {
    if (!waiting?.textContent.includes('Accepted')) return
    waiting = null
    const of = turn
    requestAnimationFrame(() => performance.mark(`frame ${of}`))
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
}

/** Runs in the page: the least that a key can change, for what this browser takes on this machine in this hour. */
function oneWord(): void {
  const row = document.createElement('tr')
  row.dataset['active'] = ''
  const table = document.createElement('table')
  table.append(row)
  document.body.replaceChildren(table)
  let turn = 0
  addEventListener('keydown', () => {
    turn += 1
    row.textContent = `Accepted ${turn}`
  })
}

/** Milliseconds of each decision: what the main thread worked, and how long it was until the frame that shows it. */
type Took = { readonly works: readonly number[]; readonly waits: readonly number[] }

function tookOf(trace: ReturnType<typeof readTrace>): Took {
  const works: number[] = []
  const waits: number[] = []
  for (let turn = 1; turn <= measured; turn += 1) {
    const [key, frame] = ['key', 'frame'].map((mark) => trace.marks.get(`${mark} ${turn}`))
    // Nothing is left out: a decision that was not seen would be one that was not drawn.
    if (key === undefined || frame === undefined)
      throw new Error(`decision ${turn} was not seen on the screen before the next one`)
    const painted = endOfTask(trace, frame)
    works.push(busyBetween(trace, key, painted))
    waits.push(painted - key)
  }
  return { works, waits }
}

function tell(ours: Took, floor: Took): void {
  const of = `${measured} decisions by key, ${1000 / pace} a second, ${rows.toLocaleString('en')} rows of one reviewer`
  row(
    `decision → paint, work of the main thread from the key to the end of the frame that shows it, ${of}`,
    figuresOf(ours.works),
    'p95 ≤ 8 ms',
    percentile(ours.works, 0.95) <= 8,
  )
  row('the same with the wait for the next frame (60 a second)', figuresOf(ours.waits))
  const times = (median(ours.works) / median(floor.works)).toFixed(1)
  row(
    'one word of an empty page, by the same keys',
    `${figuresOf(floor.works)}; in the median ours is ${times} times that`,
  )
}

function figuresOf(took: readonly number[]): string {
  return `p95 ${ms(percentile(took, 0.95))}, median ${ms(median(took))}, max ${ms(Math.max(...took))}`
}
