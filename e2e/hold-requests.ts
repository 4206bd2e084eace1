import type { Page } from '@playwright/test'

/** Holds back the page's requests to addresses that match (a glob or an expression); returns what lets all of them go. */
export async function holdRequests(page: Page, matching: string | RegExp): Promise<() => void> {
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
