import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** axe brings a Playwright of its own, whose types are newer than ours. */
type AxeOptions = ConstructorParameters<typeof AxeBuilder>[0]

/** Everything that the rules find at fault, in light and in dark. */
export async function faults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // The page as it is drawn in this scheme: right after the change single elements still have the colours of the other.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
    const { violations } = await new AxeBuilder({ page } as AxeOptions)
      .options({ runOnly: rules, resultTypes: ['violations'] })
      .analyze()
    for (const { id, nodes } of violations)
      for (const node of nodes)
        found.push(`${colorScheme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`)
  }
  return found
}
