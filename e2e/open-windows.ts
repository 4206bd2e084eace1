import { expect, type Page } from '@playwright/test'

/** Longer than keys wait, after a dialog has closed, for whoever still types into it. */
const pauseMs = 400

/** The names of the dialogs and popovers that are open; a tooltip goes by itself. */
export async function openWindows(page: Page): Promise<string[]> {
  return await page
    .locator('dialog[open], [popover]:popover-open:not([role=tooltip])')
    .evaluateAll((windows) =>
      windows.map((window) => {
        const title = document.getElementById(window.getAttribute('aria-labelledby') ?? '')
        return window.ariaLabel ?? title?.textContent ?? ''
      }),
    )
}

/** Presses Esc until no dialog or popover is open, and waits until keys do something again. */
export async function closeWindows(page: Page): Promise<void> {
  if ((await openWindows(page)).length === 0) return
  const afterEscape = async () => {
    await page.keyboard.press('Escape')
    return await openWindows(page)
  }
  await expect.poll(afterEscape, 'Esc closes what is open').toEqual([])
  await page.waitForTimeout(pauseMs)
}
