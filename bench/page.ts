import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { type Browser, chromium } from 'playwright'
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

/** The first view in Chromium, cold cache and no session: when rows are on the screen, and what went over the wire. */
export async function page(): Promise<void> {
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
    await firstView(browser, server.url, 'slow 4G, 4× CPU', slow4g, 1350)
    await firstView(browser, server.url, 'fast server, 4× CPU', undefined, 700)
  } finally {
    await browser.close()
    await end(server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

async function firstView(
  browser: Browser,
  url: string,
  what: string,
  network: typeof slow4g | undefined,
  hold: number,
) {
  const visible = []
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const tab = await context.newPage()
    // Something small of the same origin first, so that the start of a browser process is not part of the figure.
    await tab.goto(`${url}/healthz`)
    const devtools = await context.newCDPSession(tab)
    await devtools.send('Network.enable')
    if (network) await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    bytes = 0
    devtools.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength
    })
    await tab.addInitScript(noteFirstRows)
    await tab.goto(url, { waitUntil: 'commit' })
    await tab.waitForFunction(() => performance.getEntriesByName('rows').length > 0, undefined, {
      timeout: 30_000,
    })
    visible.push(await tab.evaluate(() => performance.getEntriesByName('rows')[0]?.startTime ?? Number.NaN))
    await context.close()
  }
  const figure = median(visible)
  row(
    `rows visible, ${what}, ${rounds} times`,
    `median ${ms(figure)}, min ${ms(Math.min(...visible))}, ${(bytes / 1000).toFixed(0)} KB`,
    `median ≤ ${hold} ms`,
    figure <= hold,
  )
}

/** Runs in the page: marks the first frame in which ten rows of data are drawn. */
function noteFirstRows(): void {
  const look = () => {
    if (document.querySelectorAll('tbody tr[aria-rowindex], [role=row][aria-rowindex]').length >= 10)
      performance.mark('rows')
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
