import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import { workBetween, endOfTask, readTrace, traced } from './trace.ts'

/** Milliseconds from one press to the next, where the frame of the first has been drawn by then. */
export const pace = 50
const timeoutMs = 20_000

/** What one decision took, in milliseconds, from the key to the end of the frame that shows it. */
export type Decided = {
  /** How long tasks of the main thread ran. */
  readonly ran: number
  /** How long they had a processor meanwhile: what waits for the compositor or another program is not in it. */
  readonly processor: number
  /** How long it was altogether, with the wait for the screen's next frame. */
  readonly waited: number
}

/** Decides so many rows by key in a page that `followDecisions` runs in. Throws where one is not drawn. */
export async function decideByKey(tab: Page, times: number): Promise<readonly Decided[]> {
  const browser = tab.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  await browser.startTracing(tab, { categories: traced })
  let drawn = 0
  while (drawn < times) {
    const next = sleep(pace)
    if (await pressKey(tab)) drawn += 1
    await next
  }
  const decided = decidedIn(readTrace(await browser.stopTracing()))
  const unsaved = tab.getByText(/(saving…|on this device)$/).first()
  await unsaved.waitFor({ state: 'detached' })
  return decided
}

/** Accepts the marked row by key; returns whether that was drawn, or there was no row to decide. */
async function pressKey(tab: Page): Promise<boolean> {
  const answer = tab.waitForEvent('console', {
    predicate: (message) => message.text() === 'drawn' || message.text() === 'no row',
    timeout: timeoutMs,
  })
  const [message] = await Promise.all([answer, tab.keyboard.press('a')])
  return message.text() === 'drawn'
}

function decidedIn(trace: ReturnType<typeof readTrace>): Decided[] {
  return [...trace.marks].flatMap(([mark, key]) => {
    const frame = trace.marks.get(mark.replace('key', 'frame'))
    if (!mark.startsWith('key ') || frame === undefined) return []
    const painted = endOfTask(trace, frame)
    return [{ ...workBetween(trace, key, painted), waited: painted - key }]
  })
}

/**
 * Runs in the page: marks in the trace when a key came, and the frame after its decision stood in its row. Says `drawn`
 * after that frame, and `no row` where the server has not sent the row yet, so that it is a place with one cell.
 */
export function followDecisions(): void {
  let turn = 0
  let waiting: HTMLTableRowElement | null = null
  const say = (what: string) => setTimeout(() => console.debug(what))
  addEventListener(
    'keydown',
    () => {
      const row = document.querySelector<HTMLTableRowElement>('tr[data-active]')
      if (!row || row.matches(':has(> td:only-child)')) {
        say('no row')
        return
      }
      turn += 1
      waiting = row
      performance.mark(`key ${turn}`)
    },
    { capture: true },
  )
  new MutationObserver(() => {
    if (!waiting?.textContent.includes('Accepted')) return
    waiting = null
    requestAnimationFrame(() => {
      performance.mark(`frame ${turn}`)
      say('drawn')
    })
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
}

/** Runs in the page: the least that a key can change, for what this browser takes on this machine in this hour. */
export function oneWord(): void {
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
