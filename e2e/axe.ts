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
 * Which rows of tables are looked at, for they take most of the time: all, the first five, or the first five of tables in
 * dialogs and popovers; the marked one always.
 */
export type Rows = 'all' | 'first' | 'in windows'

const furtherRows = 'tr:nth-child(n + 6):not([data-active])'
const leftOut: Readonly<Record<Rows, readonly string[]>> = {
  all: [],
  first: [furtherRows],
  'in windows': [furtherRows, 'tbody tr:not([data-active], dialog *, [popover] *)'],
}

/**
 * Everything that the rules find at fault, in the window as it is and then at each other size; in dark only what depends
 * on colours, for the rest is the same page. With a modal dialog open only what nobody is kept from is looked at: not
 * what is under it, and not the page as a whole, its title and language.
 */
export async function faults(
  page: Page,
  others: readonly Size[] = [],
  rows: Rows = 'first',
): Promise<string[]> {
  const found = await faultsNow(page, rows, schemes)
  const open = await openWindows(page)
  for (const [index, size] of others.entries()) {
    await page.setViewportSize(size)
    await expect.poll(() => openWindows(page), 'what was open before is open in the other size').toEqual(open)
    // The colours that are there first: others take time.
    found.push(...(await faultsNow(page, rows, index % 2 === 0 ? schemes.toReversed() : schemes)))
  }
  return found
}

async function faultsNow(
  page: Page,
  rows: Rows,
  colorSchemes: readonly (typeof schemes)[number][],
): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme })
    const runOnly = colorScheme === 'light' ? rules : ['color-contrast']
    found.push(...(await faultsIn(page, rows, runOnly)).map((fault) => `${colorScheme}, ${fault}`))
  }
  return found.map((fault) => `${page.viewportSize()?.width} px, ${fault}`)
}

async function faultsIn(page: Page, rows: Rows, runOnly: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  // Our pages have no frames, and all their style sheets can be read where they are.
  const options: RunOptions = { runOnly, resultTypes: ['violations'], iframes: false, preload: false }
  return await page.evaluate(faultsOfPage, { exclude: leftOut[rows], options })
}

type Look = { readonly exclude: readonly string[]; readonly options: RunOptions }

/** Runs in the page. */
async function faultsOfPage({ exclude, options }: Look): Promise<string[]> {
  const context: ContextObject = { exclude: exclude.map((selector) => [selector]) }
  // All of them, with what shows over them: which of several modal dialogs is the last one, nothing tells.
  if (document.querySelector('dialog:modal'))
    context.include = [...document.querySelectorAll<HTMLElement>('dialog:modal, [popover]:popover-open')]
  const { violations } = await window.axe.run(context, options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}
