import type { Page } from 'playwright'
import { readTrace, traced, workByFrame } from './trace.ts'

/** A part of a list to scroll through, in pixels: from where, how far, and how many of them in each frame. */
export type Stretch = { readonly from: number; readonly pixels: number; readonly each: number }

/** What scrolling took. */
export type Scrolled = {
  /** Milliseconds of a processor that the main thread had in each frame. */
  readonly processor: readonly number[]
  /** Milliseconds from each frame to the next. */
  readonly intervals: readonly number[]
  /** In how many frames but the first a part of the view had no row with a text. */
  readonly blank: number
}

/** Scrolls through a list in a page, and tells its frames by a trace of the browser. */
export async function scrolled(tab: Page, stretch: Stretch): Promise<Scrolled> {
  const browser = tab.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  await browser.startTracing(tab, { categories: traced })
  const { times, blank } = await tab.evaluate(scrollThrough, stretch)
  const trace = readTrace(await browser.stopTracing())
  const marks = times.map((_, frame) => trace.marks.get(`frame ${frame}`) ?? Number.NaN)
  const intervals = times.slice(1).map((time, at) => time - (times[at] ?? time))
  return { processor: workByFrame(trace, marks), intervals, blank }
}

/**
 * Runs in the page: scrolls the element around the table, as far in each frame as is said, however long the frames take, so that a
 * busy machine makes it slower and nothing else. Each frame is looked at once it is scrolled, before what hears of that can draw, which
 * is what a browser shows that scrolls ahead of the page: whether the top, the middle and the bottom of the view hit a row with a text.
 */
async function scrollThrough({ from, pixels, each }: Stretch): Promise<{ times: number[]; blank: number }> {
  const table = document.querySelector<HTMLTableElement>('[data-grid]')
  const scroller = table?.parentElement
  const head = table?.tHead
  if (!scroller || !head) throw new Error('there is no table to scroll')
  const nextFrame = () => new Promise<number>((resolve) => void requestAnimationFrame(resolve))
  const { left, top } = scroller.getBoundingClientRect()
  const first = head.getBoundingClientRect().bottom + 1
  const last = Math.min(top + scroller.clientHeight, innerHeight) - 2
  const isRow = (y: number) => {
    const row = document.elementFromPoint(left + 40, y)?.closest('tbody tr')
    return (row?.textContent ?? '') !== ''
  }

  scroller.scrollTop = from
  for (let frame = 0; frame < 30; frame += 1) await nextFrame()
  const times: number[] = []
  let blank = 0
  let passed = 0
  while (passed < pixels) {
    const time = await nextFrame()
    performance.mark(`frame ${times.length}`)
    times.push(time)
    passed += each
    scroller.scrollTop = from + passed
    // A start from rest moves by more than is drawn for a reader who rests.
    if (times.length > 1 && ![first, (first + last) / 2, last].every(isRow)) blank += 1
  }
  return { times, blank }
}
