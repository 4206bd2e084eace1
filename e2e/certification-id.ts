import type { Browser } from '@playwright/test'
import type { Program } from './program.ts'
import { ReviewsApi } from './reviews-api.ts'
import { people, SignIn } from './screens/sign-in.ts'

/** The id of a certification by its name, asked for by an admin in a window of their own. */
export async function certificationId(browser: Browser, program: Program, name: string): Promise<string> {
  const page = await browser.newPage()
  try {
    await new SignIn(page, program.url).quietly(people.admin)
    return await new ReviewsApi(page).certification(name)
  } finally {
    await page.close()
  }
}
