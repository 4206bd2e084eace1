import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** axe brings a Playwright of its own, whose types are newer than ours. */
type AxeOptions = ConstructorParameters<typeof AxeBuilder>[0]

type Size = { readonly width: number; readonly height: number }

type Scope = {
  /** Whether all rows of a table are looked at, not only the first ones: they take most of the time. */
  readonly everyRow?: boolean
}

/** The rows of a table after the first five, and the marked one. */
const furtherRows = 'tr:nth-child(n + 6):not([data-active])'

/**
 * Everything that the rules find at fault, in the window as it is and then at each other size; in dark only what depends
 * on colours, for the rest is the same page.
 */
export async function faults(
  page: Page,
  others: readonly Size[] = [],
  { everyRow = false }: Scope = {},
): Promise<string[]> {
  const exclude = everyRow ? [] : [furtherRows]
  const found = await faultsNow(page, exclude)
  const open = await openWindows(page)
  for (const size of others) {
    await page.setViewportSize(size)
    await expect.poll(() => openWindows(page), 'what was open before is open in the other size').toEqual(open)
    found.push(...(await faultsNow(page, exclude)).map((fault) => `${size.width} px: ${fault}`))
  }
  return found
}

/** The names of the dialogs and popovers that are open; a tooltip goes by itself. */
async function openWindows(page: Page): Promise<string[]> {
  return await page
    .locator('dialog[open], [popover]:popover-open:not([role=tooltip])')
    .evaluateAll((windows) =>
      windows.map((window) => {
        const title = document.getElementById(window.getAttribute('aria-labelledby') ?? '')
        return window.ariaLabel ?? title?.textContent ?? ''
      }),
    )
}

async function faultsNow(page: Page, exclude: readonly string[]): Promise<string[]> {
  const light = await faultsIn(page, exclude, 'light', rules)
  return [...light, ...(await faultsIn(page, exclude, 'dark', ['color-contrast']))]
}

async function faultsIn(
  page: Page,
  exclude: readonly string[],
  colorScheme: 'light' | 'dark',
  runOnly: string[],
): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  const axe = new AxeBuilder({ page } as AxeOptions)
  for (const selector of exclude) axe.exclude(selector)
  const { violations } = await axe
    .options({ runOnly, resultTypes: ['violations'] })
    // Our pages have no frames; without them the findings need no second page to be put together in.
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${colorScheme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
  )
}
