import { expect } from 'vitest'
import { dialogFaults } from './dialog-faults.ts'
import type { EnginePage } from './engine-page.ts'

/** A large window, a phone, and the large window with everything twice as large. */
export const sizes = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  zoomed: { width: 720, height: 450 },
} as const

/** The least height below the head of a dialog, in CSS pixels; the smallest of ours has two lines and its buttons. */
const minBody = 100

type Expected = {
  /** The sizes of the window; it is left at the first of them. */
  readonly at?: readonly (keyof typeof sizes)[]
  /** Whether its buttons may be below what is shown at first, as in a drawer. */
  readonly scrolls?: boolean
}

/** Expects the open dialog of that name to be shown as a whole at each size of the window. */
export async function expectWhole(page: EnginePage, name: string, expected: Expected = {}): Promise<void> {
  const { at = ['wide', 'phone', 'zoomed'], scrolls = false } = expected
  // Away from anything with a tooltip, which would take the next Esc.
  await page.engine.hover({ x: 1, y: 1 })
  for (const size of [...at, ...at.slice(0, 1)]) {
    await page.engine.resize(sizes[size])
    const faults = async () =>
      (await page.engine.evaluate(dialogFaults, { name, scrolls, least: minBody })).join('; ')
    await expect.poll(faults, { timeout: 60_000, interval: 40, message: `${name}, ${size}` }).toBe('')
  }
}
