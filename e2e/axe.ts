import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** axe brings a Playwright of its own, whose types are newer than ours. */
type AxeOptions = ConstructorParameters<typeof AxeBuilder>[0]

/** Everything that the rules find at fault; in dark only what depends on colours, for the rest is the same page. */
export async function faults(page: Page): Promise<string[]> {
  return [...(await faultsIn(page, 'light', rules)), ...(await faultsIn(page, 'dark', ['color-contrast']))]
}

async function faultsIn(page: Page, colorScheme: 'light' | 'dark', runOnly: string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  const { violations } = await new AxeBuilder({ page } as AxeOptions)
    .options({ runOnly, resultTypes: ['violations'] })
    // Our pages have no frames; without them the findings need no second page to be put together in.
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${colorScheme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
  )
}
