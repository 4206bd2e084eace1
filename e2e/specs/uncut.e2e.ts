import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** How many pixels an element is narrower than what stands in it. */
function missing(element: Locator): Promise<number> {
  return element.evaluate((node) => {
    const { width } = node.getBoundingClientRect()
    const whole = node.cloneNode(true) as HTMLElement
    whole.style.cssText = 'position: absolute; width: max-content; max-width: none'
    node.after(whole)
    const missed = whole.getBoundingClientRect().width - width
    whole.remove()
    return Math.max(0, Math.floor(missed))
  })
}

test('T51 the selects of the header are whole in a narrow window', async ({ tab, page }) => {
  const width = 320
  await page.setViewportSize({ width, height: 800 })
  await tab.open()
  for (const name of ['Time zone', 'Theme']) {
    const select = page.getByRole('combobox', { name })
    expect(await missing(select), name).toBe(0)
    const { x = -1, width: wide = 0 } = (await select.boundingBox()) ?? {}
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x + wide).toBeLessThanOrEqual(width)
  }
})

test('T47 a chip shows its name and its operator whole, and where its value begins', async ({
  tab,
  filters,
}) => {
  await tab.open(`?identity_name=${encodeURIComponent(`sw:${'long name '.repeat(40)}`)}`)
  const chip = filters.chip('Identity')
  const value = chip.locator('b')
  const [outer, inner] = [await chip.boundingBox(), await value.boundingBox()]
  expect(inner?.width).toBeGreaterThan(50)
  expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0))
  expect(await value.evaluate((node) => node.scrollWidth > node.clientWidth)).toBe(true)
})
