import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type axeCore from 'axe-core'
import type { ContextObject, RunOptions } from 'axe-core'
import { openWindows } from './open-windows.ts'

declare global {
  interface Window {
    axe: typeof axeCore
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const schemes = ['light', 'dark'] as const

/** Of a window, in pixels. */
export type Size = { readonly width: number; readonly height: number }

/**
 * What is looked at. Rows of tables take most of the time, so that it is all of them or the first five and the marked one.
 * `windows` leaves out the page behind dialogs and popovers, but for what has opened them.
 */
export type Part = 'every row' | 'first rows' | 'windows'

const furtherRows = 'tr:nth-child(n + 6):not([data-active])'
const windows = 'dialog:modal, [popover]:popover-open, [aria-expanded=true]'

/**
 * Everything that the rules find at fault, in the window as it is and then at each other size; in dark only what depends
 * on colours, for the rest is the same page. With a modal dialog open only what nobody is kept from is looked at: not
 * what is under it, and not the page as a whole, its title and language.
 */
export async function faults(
  page: Page,
  others: readonly Size[] = [],
  part: Part = 'first rows',
): Promise<string[]> {
  const found = await faultsNow(page, part, schemes)
  const open = await openWindows(page)
  for (const [index, size] of others.entries()) {
    await page.setViewportSize(size)
    await expect.poll(() => openWindows(page), 'what was open before is open in the other size').toEqual(open)
    // The colours that are there first: others take time.
    found.push(...(await faultsNow(page, part, index % 2 === 0 ? schemes.toReversed() : schemes)))
  }
  return found
}

async function faultsNow(
  page: Page,
  part: Part,
  colorSchemes: readonly (typeof schemes)[number][],
): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme })
    const runOnly = colorScheme === 'light' ? rules : ['color-contrast']
    found.push(...(await faultsIn(page, part, runOnly)).map((fault) => `${colorScheme}, ${fault}`))
  }
  return found.map((fault) => `${page.viewportSize()?.width} px, ${fault}`)
}

async function faultsIn(page: Page, part: Part, runOnly: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  // Our pages have no frames, and all their style sheets can be read where they are.
  const options: RunOptions = { runOnly, resultTypes: ['violations'], iframes: false, preload: false }
  return await page.evaluate(faultsOfPage, { part, furtherRows, windows, options })
}

type Look = {
  readonly part: Part
  readonly furtherRows: string
  readonly windows: string
  readonly options: RunOptions
}

/** Runs in the page. */
async function faultsOfPage({ part, furtherRows, windows, options }: Look): Promise<string[]> {
  const context: ContextObject = { exclude: part === 'every row' ? [] : [[furtherRows]] }
  // All of them, with what shows over them: which of several modal dialogs is the last one, nothing tells.
  if (part === 'windows' || document.querySelector('dialog:modal'))
    context.include = [...document.querySelectorAll<HTMLElement>(windows)]
  // A browser shows popovers over everything whatever this says; axe takes them to be under the page, and no contrast for known.
  const popovers = [...document.querySelectorAll<HTMLElement>('[popover]:popover-open')]
  for (const { style } of popovers) style.zIndex = '2147483647'
  const { violations } = await window.axe.run(context, options)
  for (const { style } of popovers) style.zIndex = ''
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}
