import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'playwright'
import type { WorkflowUser } from '#contract/people.ts'

/** A page to open: its address, and who opens it; the local auditor where nobody is said. */
export type View = { readonly url: string; readonly account?: WorkflowUser }

/** What one opening took, in milliseconds from the start of the navigation, and what came over the wire until then. */
export type FirstView = { readonly visible: number; readonly moved: number; readonly kilobytes: number }

/** Delays and rates as the developer tools take them. */
export type Network = {
  readonly offline: boolean
  readonly latency: number
  readonly downloadThroughput: number
  readonly uploadThroughput: number
}

/** Milliseconds from one press to the next, and for how long at most. */
const pace = 30
const timeoutMs = 60_000

/**
 * Opens a page with an empty cache, a quarter of the processor and `network` (as it is where undefined), and presses
 * ArrowDown over and over from the start on until the mark in the table has moved. What is pressed before the first
 * paint reaches nothing.
 */
export async function firstView(
  browser: Browser,
  { url, account }: View,
  network: Network | undefined,
): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const tab = await context.newPage()
    // Something small of the same origin first, so that the start of a browser process is not part of the figure.
    await tab.goto(new URL('/healthz', url).href)
    if (account) await signIn(tab, account)
    const devtools = await context.newCDPSession(tab)
    await devtools.send('Network.enable')
    if (network) await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    let bytes = 0
    devtools.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength
    })
    await tab.addInitScript(noteFirstMove)
    await tab.goto(url, { waitUntil: 'commit' })
    await pressUntilMoved(tab, devtools)
    const at = (name: string) =>
      tab.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN, name)
    return { visible: await at('rows'), moved: await at('moved'), kilobytes: bytes / 1000 }
  } finally {
    await context.close()
  }
}

/** Presses ArrowDown, each time `pace` after the page has taken the last press, until the mark has moved. */
async function pressUntilMoved(tab: Page, devtools: CDPSession): Promise<void> {
  const said = new Set<string>()
  tab.on('console', (message) => said.add(message.text()))
  const key = { key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 }
  const until = Date.now() + timeoutMs
  while (!said.has('moved')) {
    if (Date.now() > until) throw new Error(`the mark did not move within a minute at ${tab.url()}`)
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
    await sleep(pace)
  }
}

/** Signs in as somebody in a page of that origin, and remembers it as the page itself does. */
export async function signIn(tab: Page, account: WorkflowUser | undefined): Promise<void> {
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

/**
 * Runs in the page: marks the end of the first frame with ten rows of data (`rows`, whoever drew them) and of the first
 * one in which the mark stands in another row than before a press (`moved`). Only a table that keys move in is a grid.
 * It gets the focus as soon as it stands unless something has it: not every page gives it the focus by itself.
 */
function noteFirstMove(): void {
  const cells = 'tr[aria-rowindex] > td:nth-child(3)'
  const grid = () => document.querySelector<HTMLElement>('table[role="grid"]')
  const marked = () => {
    const row = grid()?.querySelector('tr[data-active]')?.getAttribute('data-index')
    return `${row} ${grid()?.getAttribute('aria-activedescendant')}`
  }
  /** A task that a frame's own script sets off runs once that frame has been laid out and painted. */
  const note = (name: string) =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        performance.mark(name)
        console.debug(name)
      }),
    )
  let visible = false
  let beforePress: string | undefined
  addEventListener(
    'keydown',
    () => {
      const rows = grid()?.querySelectorAll(cells).length ?? 0
      if (rows >= 10) beforePress = marked()
    },
    { capture: true },
  )
  const observer = new MutationObserver(() => {
    if (!visible && document.querySelectorAll(cells).length >= 10) {
      visible = true
      note('rows')
    }
    if (document.activeElement === document.body) grid()?.focus({ preventScroll: true })
    if (beforePress === undefined || marked() === beforePress) return
    observer.disconnect()
    note('moved')
  })
  const attributeFilter = ['aria-activedescendant', 'data-active']
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter })
}
