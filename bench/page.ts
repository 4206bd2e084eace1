import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { type Browser, chromium, type Page } from 'playwright'
import { Certification } from '#contract/certification.ts'
import { page } from '#contract/envelopes.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { Account } from '#contract/session.ts'
import { median, ms, row } from './figures.ts'
import { end, freePort, startCommand, startProgram } from './program.ts'

const rounds = 7
/** Slow 4G as Chromium's own tools have it: 150 ms there and back, 1.6 Mbit/s each way. */
const slow4g = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/**
 * The first view in Chromium, cold cache and no session: when rows can be read, when they answer to keys, and what went
 * over the wire until then.
 */
export async function firstViews(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-page-'))
  const dataDir = join(dir, 'data')
  const demo = startCommand('demo', ['--events', '20000', '--seed', '1', '--until', '2026-11-20T00:00:00Z'], {
    DATA_DIR: dataDir,
    DATABASE_URL: '',
  })
  await once(demo, 'exit')
  const server = await startProgram(dataDir, await freePort())
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags,
  })
  try {
    const review = await largestReview(browser, server.url)
    for (const view of [
      { name: 'activity', path: '/' },
      { ...review, name: 'review of 50,000 rows' },
    ]) {
      await firstView(browser, server.url, view, 'slow 4G, 4× CPU', slow4g, 1350)
      await firstView(browser, server.url, view, 'fast server, 4× CPU', undefined, 700)
    }
  } finally {
    await browser.close()
    await end(server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

type View = {
  readonly name: string
  readonly path: string
  /** The account of the demonstration that looks; the local auditor where none is said. */
  readonly account?: WorkflowUser
}

/** The address of the demonstration's largest certification, and the reviewer who has the most to do in it. */
async function largestReview(browser: Browser, url: string): Promise<Omit<View, 'name'>> {
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
  return { path: `/reviews/${largest.certification_id}`, account }
}

async function signIn(tab: Page, account: WorkflowUser | undefined): Promise<void> {
  await tab.evaluate(
    async ({ account, hint }) => {
      const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'countersign' }
      await fetch('/app/v1/session', {
        method: 'POST',
        headers,
        body: JSON.stringify(account ? { account } : {}),
      })
      localStorage.setItem('countersign.session', hint)
    },
    {
      account: account && { user_type: account.user_type, id: account.id },
      hint: account ? `reviewer ${account.user_type} ${account.id}` : 'yes',
    },
  )
}

async function firstView(
  browser: Browser,
  url: string,
  view: View,
  what: string,
  network: typeof slow4g | undefined,
  hold: number,
) {
  const visible: number[] = []
  const alive: number[] = []
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const tab = await context.newPage()
    // Something small of the same origin first, so that the start of a browser process is not part of the figure.
    await tab.goto(`${url}/healthz`)
    if (view.account) await signIn(tab, view.account)
    const devtools = await context.newCDPSession(tab)
    await devtools.send('Network.enable')
    if (network) await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    bytes = 0
    devtools.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength
    })
    await tab.addInitScript(noteFirstRows)
    await tab.goto(url + view.path, { waitUntil: 'commit' })
    await tab.waitForFunction(() => performance.getEntriesByName('keys').length > 0, undefined, {
      timeout: 30_000,
    })
    const at = (name: string) =>
      tab.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN, name)
    visible.push(await at('rows'))
    alive.push(await at('keys'))
    await context.close()
  }
  const figure = median(visible)
  row(
    `${view.name}: rows visible, ${what}, ${rounds} times`,
    `median ${ms(figure)}, min ${ms(Math.min(...visible))}`,
    `median ≤ ${hold} ms`,
    figure <= hold,
  )
  // Until then rows can be read and pressed, but neither decided, sorted nor filtered.
  console.log(
    `        ${view.name}: React has taken the rows over, they answer to keys, ${what}: ` +
      `median ${ms(median(alive))}, min ${ms(Math.min(...alive))}, ${(bytes / 1000).toFixed(0)} KB until then`,
  )
}

/**
 * Runs in the page: marks the end of the first frame in which ten rows of data are drawn, by the early script (`rows`)
 * or by React (`rows` and `keys`). Only React's table is a grid. A task that a frame's own script sets off runs once
 * that frame has been laid out and painted.
 */
function noteFirstRows(): void {
  const marks = { rows: 'tbody tr[aria-rowindex] > td:nth-child(3)', keys: '' }
  marks.keys = `table[role="grid"] ${marks.rows}`
  for (const [name, rows] of Object.entries(marks)) {
    const look = () => {
      if (document.querySelectorAll(rows).length >= 10) setTimeout(() => performance.mark(name))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }
}
