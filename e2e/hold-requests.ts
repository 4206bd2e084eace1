import type { Page } from '@playwright/test'

/** Holds back the page's requests to addresses that match; returns what lets all of them go. */
export async function holdRequests(page: Page, matching: Parameters<Page['route']>[0]): Promise<() => void> {
  let letGo = () => {}
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await page.route(matching, async (route) => {
    await held
    await route.continue()
  })
  return letGo
}
