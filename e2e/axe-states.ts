import type { Page } from '@playwright/test'
import { faults, type Size } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { closeWindows } from './open-windows.ts'

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

type At = 'wide' | 'narrow' | 'both'

const sizes: Readonly<Record<At, readonly [Size, ...Size[]]>> = {
  wide: [wide],
  narrow: [narrow],
  both: [wide, narrow],
}

/** Something that a page can show. */
export type State = {
  /** Brings it about, in the page as the state before has left it, with nothing open. */
  readonly reach: () => Promise<void>
  /** The widths at which there is such a state; both unless it says otherwise. */
  readonly at?: At
  /** Whether all rows of a table are looked at, not only the first ones. */
  readonly everyRow?: boolean
}

/**
 * Brings about one state after the other in one page, which takes much less time than a page for each, and expects that
 * axe finds nothing at fault in any and that nothing makes the page or a dialog scroll sideways. All states are looked at,
 * also after one with faults. The page behind popovers is left to the states in which none is open.
 */
export async function expectNoFaults(page: Page, states: Readonly<Record<string, State>>): Promise<void> {
  for (const [name, { reach, at = 'both', everyRow = false }] of Object.entries(states))
    await test.step(name, async () => {
      await closeWindows(page)
      const [first, ...others] = sizes[at]
      await page.setViewportSize(first)
      await reach()
      const part = (await isPopoverOpen(page)) ? 'windows' : everyRow ? 'every row' : 'first rows'
      expect.soft(await isWide(page), `${name}: the page or a dialog scrolls sideways`).toBe(false)
      expect.soft(await faults(page, others, part), `axe finds a fault in ${name}`).toEqual([])
      expect.soft(await isWide(page), `${name}: it scrolls sideways at the last size`).toBe(false)
    })
}

async function isWide(page: Page): Promise<boolean> {
  return await page.evaluate(
    () =>
      document.documentElement.scrollWidth > innerWidth ||
      [...document.querySelectorAll('dialog[open], dialog[open] > *')].some(
        (part) => part.scrollWidth > part.clientWidth,
      ),
  )
}

async function isPopoverOpen(page: Page): Promise<boolean> {
  return (await page.locator('[popover]:popover-open:not([role=tooltip])').count()) > 0
}
