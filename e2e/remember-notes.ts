import type { Page } from '@playwright/test'

/** Has a page remember reasons for rejecting, as if whoever is signed in had given them lately. */
export async function rememberNotes(page: Page, ...notes: readonly string[]): Promise<void> {
  await page.evaluate((recent) => {
    const [, user_type, id] = (localStorage.getItem('countersign.session') ?? '').split(' ')
    sessionStorage.setItem(`countersign.reasons.${user_type}.${id}.reject`, JSON.stringify(recent))
  }, notes)
}
